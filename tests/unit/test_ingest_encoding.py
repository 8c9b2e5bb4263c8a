"""Bytes become exactly the text that was written, or are flagged or refused."""

import codecs

import pytest

from ingest.article import Refused
from ingest.characters import mended, tidy
from ingest.encoding import decode

SIMPLIFIED = "周三，恒生科技指数上涨，百度领涨，投资者看好人工智能，阿里巴巴和中芯国际的股价也上升。"
TRADITIONAL = "週三，恆生科技指數上升，百度領漲，投資者看好人工智能，阿里巴巴和中芯國際的股價也上升。"
JAPANESE = "水曜日の香港市場では、中国のハイテク株が大きく値上がりし、指数は四年ぶりの高値で終わった。"
HKSCS = "週三，恒指收市升，啲投資者話科技股咁強，喺香港買入騰訊同百度嘅人多咗，佢哋冇再睇淡。"
KOREAN = "수요일 홍콩 증시에서 중국 기술주가 크게 올라 지수가 4년 만에 최고치로 마감했다."
RUSSIAN = "В среду акции китайских технологических компаний в Гонконге выросли на 4,2 процента."
FRENCH = "L’indice a clôturé en hausse de 4,2 % : « très élevé », dit-on, à 3 € près."
ENGLISH = "Shares rose 4.2 percent in Hong Kong on Wednesday, the most since March."
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((SIMPLIFIED, name) for name in ("utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "hz", *WIDE)),
        *((TRADITIONAL, name) for name in ("utf-8", "big5", "big5hkscs", "gb18030", *WIDE)),
        *((HKSCS, name) for name in ("utf-8", "big5hkscs", "gb18030", "utf-16")),
        *((JAPANESE, name) for name in ("utf-8", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "utf-16")),
        *((KOREAN, name) for name in ("euc_kr", "cp949", "iso2022_kr")),
        *((RUSSIAN, name) for name in ("utf-8", "cp1251", "koi8-r", "utf-16")),
        *((FRENCH, name) for name in ("cp1252", "utf-8", "utf-32", *WIDE)),
        *((ENGLISH, name) for name in ("ascii", "utf-8-sig", *WIDE)),
    ],
)
def test_the_text_comes_back_whole(text, encoding):
    """Every usual encoding is recognised without being told."""
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("text", [SIMPLIFIED, FRENCH])
def test_a_mark_at_the_start_is_no_text(text, encoding):
    """A byte order mark says which form it is, and is not part of what it says."""
    found = decode(MARKS[encoding] + text.encode(encoding))
    assert (found.text, found.encoding, found.notes) == (text, encoding, ())


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [(SIMPLIFIED, "gbk", "big5"), (TRADITIONAL, "big5", "gb2312"), (SIMPLIFIED, "gbk", "utf-8"), (FRENCH, "cp1252", "big5")],
)
def test_a_wrong_declaration_does_not_win(text, encoding, declared):
    """Bytes that plainly are something else are not read as declared."""
    assert decode(text.encode(encoding), declared=declared).text == text


def test_a_declaration_inside_is_used():
    """A page's own charset says which encoding it is in."""
    page = f'<meta charset="big5"><p>{TRADITIONAL}</p>'.encode("big5")
    assert decode(page).encoding == "big5hkscs"
    assert decode(page).notes == ()


def test_a_guess_is_flagged():
    """An encoding that nothing declared is noted as guessed."""
    assert decode(SIMPLIFIED.encode("gbk")).notes == ("encoding_guessed",)


@pytest.mark.parametrize("text", ["L'indice a clôturé à 3 € près.", "Un cœur d'été, Škoda et žena, déjà."])
def test_western_text_with_the_euro_is_exact(text):
    """ISO 8859-15 differs from cp1252 in eight letters; where no byte is cp1252's alone, the words tell which it is."""
    found = decode(text.encode("iso8859_15"))
    assert (found.text, found.notes) == (text, ("encoding_guessed",))
    assert decode(text.encode("cp1252")).text == text


def test_damaged_utf8_is_flagged():
    """A broken byte among UTF-8 shows as a replacement and is noted."""
    found = decode(SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode())
    assert found.notes == ("encoding_damaged",)
    assert found.text.count("�") == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "cp932"),
        (ENGLISH, "utf-16-le"),
        (FRENCH, "utf-32-be"),
    ],
)
def test_a_text_that_breaks_off_is_kept_and_flagged(text, encoding):
    """The last character is missing half of its bytes: the rest is read as it was written."""
    found = decode((text * 3).encode(encoding)[:-1])
    assert (found.text.rstrip("�"), found.notes) == ((text * 3)[:-1], ("encoding_damaged",))


def test_two_encodings_in_one_file_are_refused():
    """No one encoding reads both halves, and half a text in signs nobody wrote is not taken."""
    with pytest.raises(Refused, match="encoding"):
        decode((SIMPLIFIED * 3).encode() + b"\n" + (SIMPLIFIED * 3).encode("gbk"))


def test_noise_is_refused():
    """Bytes that are no text in any encoding are refused with the reason."""
    noise = bytes((i * 167 + i // 3) % 256 for i in range(4_000))
    with pytest.raises(Refused, match="encoding"):
        decode(noise)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b\x07c", "abc"),
        ("half \ud800 gone", "half  gone"),
        ("pair \ud83d\ude00 kept", "pair 😀 kept"),
        ("it\x92s", "it’s"),
        ("safe\u202etxt", "safetxt"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
    ],
)
def test_characters_nobody_meant_are_taken_out(dirty, clean):
    """Controls, halves of characters and invisible marks go; joiners that emoji need stay."""
    assert tidy(dirty) == clean


def test_text_decoded_wrongly_elsewhere_is_mended():
    """UTF-8 that somebody took for Windows-1252 is set right; ordinary accents are left alone."""
    assert mended("Itâ€™s cafÃ© Â£5") == ("It’s café £5", True)
    assert mended("naïve âge Ãlvaro") == ("naïve âge Ãlvaro", False)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("恒生指数收市上升四百点，科技股领先大市。\n", ("encoding_guessed",)),
        ("The company paid £5bn – a record – for its rival, and 1 + 1 is 2.\n", ("encoding_guessed",)),
        ('<meta charset="utf-7"><p>It paid £5bn in cash for its rival.</p>\n', ()),
    ],
)
def test_utf_7_is_exact(text, notes):
    """Runs of base64 between ASCII are the letters they stand for, never text of their own."""
    decoded = decode((text * 5).encode("utf-7"))
    assert (decoded.text, decoded.encoding, decoded.notes) == (text * 5, "utf-7", notes)


@pytest.mark.parametrize(
    "text", ["The index rose +100 points.", "Call +852 or +44-20.", "C++ and a+b, q=one+two+three", "up +1.5% and +AB"]
)
def test_a_plus_sign_is_no_utf_7(text):
    """Gains, telephone numbers and addresses stay as they are."""
    assert decode(text.encode()).text == text
