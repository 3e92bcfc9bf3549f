"""Short runs of characters of texts, hashed to a fixed number of columns, all texts at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy import sparse

BITS = 15
COLUMNS = 1 << BITS
"""Columns of the matrix: as many as keep the weights small and chance meetings rare."""

_STEP, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_EDGE = "\x01"
_DIGITS = re.compile(r"\d+")


def counts(folded: Sequence[str], orders: Sequence[int]) -> sparse.csr_matrix:
    """How often each text has each run of `orders` characters, as (text, COLUMNS); the edges of a
    text count as a character, any number as one digit."""
    wrapped = [_EDGE + _DIGITS.sub("0", text) + _EDGE for text in folded]
    codes = np.frombuffer("".join(wrapped).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(wrapped)), [len(text) for text in wrapped])
    rows, columns = [], []
    for order in orders:
        if len(codes) >= order:
            hashed, first = _runs(codes, owner, order)
            rows.append(owner[first])
            columns.append(hashed)
    row, column = (np.concatenate(each) if each else np.zeros(0, int) for each in (rows, columns))
    shape = (len(wrapped), COLUMNS)
    return sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=shape)


def _runs(codes: np.ndarray, owner: np.ndarray, order: int) -> tuple[np.ndarray, np.ndarray]:
    """The columns of the runs that lie within one text, and where each begins."""
    size = len(codes) - order + 1
    hashed = np.full(size, order, np.uint64)
    for at in range(order):
        hashed = (hashed ^ codes[at : at + size]) * _STEP
        hashed ^= hashed >> np.uint64(29)
    hashed = (hashed * _MIX) >> np.uint64(64 - BITS)
    (first,) = np.nonzero(owner[:size] == owner[order - 1 :])
    return hashed[first].astype(np.int64), first


def weighted(found: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """TF-IDF with sublinear counts, each row of length 1."""
    made = found.copy()
    made.data = (1 + np.log(made.data)) * idf[made.indices]
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)) @ made


def inverse_frequency(found: sparse.csr_matrix) -> np.ndarray:
    """The idf of each column, smoothed: ln((1 + texts) / (1 + texts that have it)) + 1."""
    having = np.bincount(found.indices, minlength=COLUMNS)
    return np.log((1 + found.shape[0]) / (1 + having)) + 1
