"""What was handed in, as it was handed in: a copy each time, and two of them side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.enums import Declaration
from funding.models import ApplicationDocument, ApplicationRevision, FundingApplication

FIELDS = {
    "committee_name": _("Committee"),
    "committee_registration": _("Registration number"),
    "treasurer_name": _("Treasurer"),
    "requested": _("Amount asked for, in dollars"),
    "raised": _("Raised, with receipts, in dollars"),
    "win_number": _("Win number"),
    "plan": _("Campaign plan"),
    "use_of_money": _("Use of the money"),
    "declarations": _("Declarations"),
    "documents": _("Documents"),
}


@dataclass(frozen=True)
class Line:
    """A line of one field in two copies; `kind` is same, changed, added or removed."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    label: Any
    lines: list[Line]

    @property
    def is_changed(self) -> bool:
        return any(line.kind != "same" for line in self.lines)


def content_of(
    application: FundingApplication, *, raised: Decimal, documents: Iterable[ApplicationDocument] = ()
) -> dict[str, Any]:
    """Return what the application says and what stands beside it, in JSON's types."""
    requested = application.requested
    return {
        "committee_name": application.committee_name,
        "committee_registration": application.committee_registration,
        "treasurer_name": application.treasurer_name,
        "requested": str(requested) if requested is not None else "",
        "raised": str(raised),
        "win_number": application.win_number,
        "plan": application.plan,
        "use_of_money": application.use_of_money,
        "declarations": application.declarations,
        "documents": [
            f"{document.get_kind_display()}: {document.upload.name or document.upload}"
            for document in documents
        ],
    }


def keep_copy(
    application: FundingApplication, content: dict[str, Any], *, at: datetime
) -> ApplicationRevision:
    """Freeze `content` as the next copy. Under the application's lock."""
    number = application.revisions.count() + 1
    made: ApplicationRevision = application.revisions.create(number=number, content=content, handed_in_at=at)
    return made


def copies_of(application: FundingApplication) -> list[ApplicationRevision]:
    """Return every copy of an application, the first one first."""
    return list(application.revisions.order_by("number"))


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Compared]:
    """Return both copies field by field and line by line, in the order of the application."""
    return [
        Compared(label, list(_lines(_text(before.get(name), name), _text(after.get(name), name))))
        for name, label in FIELDS.items()
        if before.get(name) or after.get(name)
    ]


def _text(value: Any, name: str) -> list[str]:
    if name == "use_of_money":
        return [f"{line.get('what', '')}: ${line.get('amount', '')}" for line in value or []]
    if name == "declarations":
        labels = dict(Declaration.choices)
        return [str(labels.get(code, code)) for code in value or []]
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).splitlines() if value not in (None, "") else []


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = before[i:j], after[k:m]
        length = max(len(left), len(right))
        for one, other in zip(left + [""] * length, right + [""] * length, strict=False):
            if length == 0:
                break
            length -= 1
            yield Line("same" if tag == "equal" else _kind(one, other), one, other)


def _kind(before: str, after: str) -> str:
    if before and after:
        return "changed"
    return "removed" if before else "added"
