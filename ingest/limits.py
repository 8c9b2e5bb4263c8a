"""Limits on what one input may cost: every size and count that a stranger can choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The largest of each kind that is taken; anything larger is rejected with its reason."""

    file_bytes: int = 50_000_000  # after decompression
    page_bytes: int = 8_000_000  # one HTML page, text or Markdown file
    page_elements: int = 20_000  # of one HTML page: extraction takes more than linear time in them
    feed_entries: int = 5_000
    articles_per_file: int = 200_000
    stats_per_file: int = 10_000
    pdf_pages: int = 300
    pdf_seconds: float = 20.0
    article_chars: int = 400_000
    title_chars: int = 500
