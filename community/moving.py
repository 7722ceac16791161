"""The way into Slack moves with a candidate whose records are made one."""

from candidates.models import Candidate
from candidates.movers import Mover, register_mover
from community.models import SlackMembership


def has_one(kept: Candidate, other: Candidate) -> list[int]:
    """One invitation a person: a second one stays with the record that goes."""
    if not SlackMembership.objects.filter(candidate=kept).exists():
        return []
    return list(SlackMembership.objects.filter(candidate=other).values_list("pk", flat=True))


register_mover(Mover(SlackMembership, "candidate", stays=has_one))
