"""Who asks: a person, their role and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lib.model import EVERYTHING, Scope

Role = Literal["viewer", "manager", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "manager", "admin")
"""From the one who may least to the one who may most."""


@dataclass(frozen=True)
class Person:
    """Who asks: `id` is what logs keep (nothing personal), `name` what is shown, `scope` what they see.
    `key` tells those apart who share an id; `page` is the only one open to them, empty for all theirs."""

    id: str
    name: str
    role: Role
    scope: Scope
    key: str = ""
    page: str = ""

    @property
    def rights(self) -> tuple[str, Role, Scope, str]:
        """What they may do and see, and as whom."""
        return self.own, self.role, self.scope, self.page

    @property
    def own(self) -> str:
        """Whose something is: nobody else's, and nothing personal."""
        return self.key or self.id


LOCAL = Person("local", "", "admin", EVERYTHING)
"""Who sits at the computer that serves itself alone."""
