"""Painting, in a process of its own: a specification comes in on stdin, a picture goes out. Nothing is ever fetched."""

import json
import sys
from typing import Any

_SCALE = 2


def main() -> None:
    """Draws what stdin holds in the format of the first argument; "script" gives what draws it in a page."""
    import vl_convert

    form = sys.argv[1]
    if form == "script":
        bundle: Any = vl_convert.javascript_bundle  # its types ask for a snippet; it needs none
        drawn = bundle().encode()
    elif form == "png":
        drawn = vl_convert.vegalite_to_png(json.load(sys.stdin), scale=_SCALE, allowed_base_urls=[])
    else:
        drawn = vl_convert.vegalite_to_svg(json.load(sys.stdin), allowed_base_urls=[]).encode()
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
