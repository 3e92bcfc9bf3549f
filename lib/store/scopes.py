"""Scopes: as they are kept (JSON), and whether they hold all that something is about."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
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


def cover(scope: Scope, about: Mapping[str, Collection[str | None]]) -> bool:
    """Whether all that something is about lies within a scope. `about`: dimension → values; one that is not
    named stands for all of its values."""
    return all(id in about and {*about[id]} <= {*seen} for id, seen in scope.limits.items())
