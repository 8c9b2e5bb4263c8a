"""What a session is called."""

_LONGEST = 80


def title_of(text: str) -> str:
    """One line of at most 80 characters, cut at a word where there is one."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(line) <= _LONGEST:
        return line
    cut = line[: _LONGEST - 1]
    return (cut[: cut.rfind(" ")] if cut.rfind(" ") > _LONGEST // 2 else cut) + "…"
