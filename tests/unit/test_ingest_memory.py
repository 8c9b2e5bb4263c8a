"""Memory that a run has freed goes back to the system."""

import platform
import subprocess
import sys

import pytest

_BEGIN = """
from pathlib import Path

from ingest.memory import give_back, keep_little

keep_little()

def held_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000

"""

# Rounds of blocks of 1.5 MB are freed, and small ones between them are kept: a heap could not shrink past those.
_ROUNDS = """
del [bytearray(1_500_000)][:]
before, kept = held_mb(), []
blocks = []
for _ in range(60):
    blocks.append(bytearray(1_500_000))
    kept.append(bytearray(2_000))
blocks.clear()
print(held_mb() - before)
"""

# Small blocks are freed, every hundredth between them is kept: only what lies free between can be given back.
_HOLES = """
before = held_mb()
blocks = [bytearray(2_000) for _ in range(40_000)]
kept = blocks[::100]
blocks.clear()
give_back()
print(held_mb() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library than glibc")
@pytest.mark.parametrize("work", [_ROUNDS, _HOLES])
def test_what_is_freed_is_given_back(work):
    """A process that held 80 MB or more for a while has let go of it; without being set up, and told to, it keeps all of it."""
    done = subprocess.run([sys.executable, "-c", _BEGIN + work], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20
