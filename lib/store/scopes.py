"""Scopes as they are kept: JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from lib.model import Scope


def write(scope: Scope) -> str:
    """A scope as text."""
    return json.dumps(asdict(scope), ensure_ascii=False)


def read(text: str) -> Scope:
    """The scope that `write` wrote."""
    said = json.loads(text)
    limits = {
        name: None if said.get(name) is None else tuple(said[name])
        for name in ("communities", "platforms", "accounts")
    }
    return Scope(**limits, private=bool(said["private"]))
