"""The parameters of a view's address as they are kept: JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def write(params: Mapping[str, Sequence[str]]) -> str:
    """Parameters as text."""
    return json.dumps({key: list(values) for key, values in params.items()}, ensure_ascii=False)


def read(text: str) -> Mapping[str, Sequence[str]]:
    """The parameters that `write` wrote."""
    return json.loads(text)
