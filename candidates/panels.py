"""The parts of the candidate's own page below the next step: each app adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from candidates.models import Candidate


@dataclass(frozen=True)
class Panel:
    """`template` is given `data` as `panel.data`. With `aside` it stands beside the story, lowest `order` first."""

    order: int
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False


Provider = Callable[["Candidate", datetime], Panel | None]
_providers: list[Provider] = []


def register_panel(provider: Provider) -> Provider:
    """Register `(candidate, now) -> panel`, or None where there is nothing to show.

    It may ask the database a fixed number of times, whatever there is of everything.
    """
    _providers.append(provider)
    return provider


def panels_of(candidate: Candidate, *, now: datetime) -> list[Panel]:
    """Return the panels in their order."""
    found = (provide(candidate, now) for provide in _providers)
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)
