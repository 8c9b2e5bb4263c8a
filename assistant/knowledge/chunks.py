"""What the indexes and the embedder see of a chunk."""


def indexed_text(title: str, chunk_text: str) -> str:
    """The chunk under its document's title: a passage of a market report seldom repeats which market it is about."""
    title = title.strip()
    return f"{title}\n\n{chunk_text}" if title else chunk_text
