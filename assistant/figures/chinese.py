"""Chinese numbers and units: 百分之四點二, 9億元人民幣, 四成半, 跌302點."""

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
NUMERALS = "零〇一二兩两三四五六七八九十百千"
HAS_HAN = re.compile(r"[\u4e00-\u9fff]")

_AFTER = (
    r"(?P<scale>[十百千]?(?:[萬万][億亿]|[萬万億亿兆])|[百千](?![分]))?+(?P<more>多|餘|余|幾)?+"
    r"(?:\s?(?P<percent>[%厘]|個?百分點|个百分点|個?基點|个?基点)"
    r"|(?P<tenths>成(?P<half>半|[一二三四五六七八九](?![個个月年天成]))?)"
    r"|(?P<times>倍)"
    r"|(?P<pips>點子|点子)"
    r"|(?P<points>[點点](?![零〇一二三四五六七八九鐘钟]))"
    r"|(?P<money>(?:港|美|歐|欧|日|澳|加|新台|台|韓|韩|新加坡)?(?:元|圓|圜)(?:人民[幣币])?|港[幣币]|英鎊|英镑|人民[幣币]|蚊|[港美]?仙(?!股))"
    r"|(?P<shares>股(?!份|價|价|市|票|東))"
    r"|(?P<span>(?:個|个)?(?:交易日|工作天|工作日|星期|月(?!份)|季度|小時|小时|分鐘|分钟)|年(?!度|第)|天|周|週|日|季)"
    r"|(?P<noun>[\u4e00-\u9fff]))?+"
)
AFTER = re.compile(_AFTER)
NUMERAL = re.compile(
    r"百分之(?P<share>[零〇一二兩两三四五六七八九十百點点]{1,9}|\d{1,3}(?:\.\d{1,3})?)"
    r"|(?P<whole>[零〇一二兩两三四五六七八九十百千]{1,9})(?:[點点](?P<decimals>[零〇一二三四五六七八九]{1,6}))?"
)
CURRENCIES = (
    ("港", "HKD"),
    ("美", "USD"),
    ("歐", "EUR"),
    ("欧", "EUR"),
    ("日", "JPY"),
    ("澳", "AUD"),
    ("加", "CAD"),
    ("台", "TWD"),
    ("韓", "KRW"),
    ("韩", "KRW"),
    ("新加坡", "SGD"),
    ("英", "GBP"),
    ("人民", "CNY"),
)
SPANS = {
    "年": "years",
    "月": "months",
    "季": "quarters",
    "周": "weeks",
    "週": "weeks",
    "星期": "weeks",
    "天": "days",
    "日": "days",
    "時": "hours",
    "时": "hours",
    "鐘": "minutes",
    "钟": "minutes",
}

UP = (
    "升",
    "漲",
    "涨",
    "增長",
    "增长",
    "增加",
    "增幅",
    "增",
    "多",
    "高開",
    "高开",
    "高收",
    "升幅",
    "漲幅",
    "反彈",
    "彈",
    "加",
    "上揚",
    "上扬",
    "走高",
    "上調",
    "調高",
    "上调",
    "调高",
)
DOWN = (
    "跌",
    "挫",
    "降",
    "減少",
    "减少",
    "減",
    "减",
    "低開",
    "低开",
    "低收",
    "跌幅",
    "降幅",
    "瀉",
    "泻",
    "縮",
    "缩",
    "少",
    "回落",
    "回吐",
    "虧損",
    "亏损",
    "赤字",
    "倒退",
    "收縮",
    "萎縮",
    "下滑",
    "走低",
    "挫幅",
    "下調",
    "調低",
    "下调",
    "调低",
)
STRENGTH = (
    (
        (
            "至少",
            "不少於",
            "不低於",
            "逾",
            "超過",
            "超过",
            "超",
            "高於",
            "高于",
            "多於",
            "過",
            "最少",
            "突破",
            "重上",
            "升穿",
            "升破",
        ),
        "over",
    ),
    (
        ("不足", "不到", "少於", "低於", "低于", "最多", "不超過", "未到", "高達", "多達", "最高", "失守", "跌穿", "跌破"),
        "under",
    ),
    (("接近", "將近", "将近", "貼近", "近"), "nearly"),
    (("大約", "大约", "約", "约", "左右"), "about"),
)
STRENGTH_AFTER = ((("以上", "或以上", "及以上"), "over"), (("以下", "或以下"), "under"), (("左右", "上下"), "about"))
FORECAST = re.compile(
    r"(?<![意資资原材飲饮燃塑物肥顏颜史涂塗面布香佐廢废])料(?!理|庫|库|子)|相信|未來|未来|可(?=於|于|令|使|達|达)|預計|预计|預期|预期|預測|预测|將(?!近)|将(?!近)|有望|可能|目標|目标|(?<![項项該该個个此才這这保])(?:計劃|计划)(?![已下的有獲获、，])|擬|拟|(?<!臨時)(?<!临时)(?<!初步)(?<!預先)(?<!预先)(?:估計|估计)|展望|冀|勢將|考慮(?!到)|考虑(?!到)|有意|尋求|寻求|正在?研究"
)
NEGATION = re.compile(r"(?:未有?|沒有|没有|並非|并非|不是|無)(?:[升跌增減减漲降]|上升|下跌|增加|增長|減少)?(?:超過|逾|約)?$")


def read_numeral(written: str) -> Decimal | None:
    """The value of a whole Chinese numeral: 七百 is 700, 十二 is 12, 二〇二五 is 2025."""
    if all(c in DIGITS for c in written):
        return Decimal("".join(str(DIGITS[c]) for c in written))
    total, digit = 0, None
    for c in written:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in SMALL:
            total += (1 if digit in (None, 0) else digit or 0) * SMALL[c]
            digit = None
        else:
            return None
    return Decimal(total + (digit or 0))


def read_decimal(written: str) -> tuple[Decimal, Decimal] | None:
    """The value of a numeral that may have decimals, and the step of its last digit: 四點二 is 4.2."""
    if written[0].isdigit():
        return Decimal(written), Decimal(1).scaleb(-len(written.partition(".")[2]))
    whole, _, decimals = written.replace("点", "點").partition("點")
    value = read_numeral(whole) if whole else None
    if value is None or any(c not in DIGITS for c in decimals):
        return None
    digits = "".join(str(DIGITS[c]) for c in decimals)
    return (value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits))) if digits else (value, Decimal(1))


def scale(written: str | None) -> Decimal:
    """What a scale multiplies by: 萬億 is 10 to the 12th."""
    factor = Decimal(1)
    for c in written or "":
        factor *= SMALL.get(c) or LARGE[c]
    return factor


def currency(written: str) -> str | None:
    """The currency of a money word; 元 alone says none."""
    if "人民" in written:
        return "CNY"
    return next((code for name, code in CURRENCIES if written.startswith(name)), None)
