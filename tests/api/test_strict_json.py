"""What counts as JSON: RFC 8259 to the letter, in UTF-8, each name once, numbers that exist, bounded depth."""

import pytest

from assistant.api.bodies import strict_json
from assistant.errors import BadInput


@pytest.mark.parametrize(
    "data",
    [
        b"NaN",
        b'{"a": Infinity}',
        b"[1e999]",
        b"[-1e999]",
        b"9" * 5_000,
        b'{"a": 1, "a": 1}',
        b'{"a": {"b": 1, "b": 2}}',
        b"[" * 33 + b"]" * 33,
        b"[" * 200_000,
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        b'"\xff"',
        b"{'a': 1}",
        b'{"a": 1} {"b": 2}',
        b"",
    ],
)
def test_what_is_not_json_is_refused(data):
    """With a sentence, whatever its size."""
    with pytest.raises(BadInput):
        strict_json(data)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, 2.5, null]}', {"a": [1, 2.5, None]}),
        ('"百度"'.encode(), "百度"),
        (b'"' + b"[" * 100 + b'\\"{{"', "[" * 100 + '"{{'),
        (b"[" * 32 + b"]" * 32, strict_json(b"[" * 32 + b"]" * 32)),
    ],
)
def test_what_is_json_is_read(data, value):
    """Brackets inside a text are not nesting."""
    assert value == strict_json(data)
