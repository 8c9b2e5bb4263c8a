"""Fusion: several rankings as one."""

from collections import defaultdict
from collections.abc import Sequence

DAMPING = 20


def fuse(rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: ids best first, each with its fused score (1.0 is first everywhere)."""
    shares = weights or [1.0] * len(rankings)
    total = sum(shares) / (DAMPING + 1)
    scores: dict[str, float] = defaultdict(float)
    for ranking, share in zip(rankings, shares, strict=True):
        for rank, name in enumerate(ranking, start=1):
            scores[name] += share / (DAMPING + rank) / total
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))  # ties by id: stable
