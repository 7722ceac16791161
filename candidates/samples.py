"""What a message about joining could be about."""

from candidates.models import PersonMerge
from core.outbox.desk.samples import newest, register_sample

register_sample("merge", newest(PersonMerge, "kept__user", "other__user"))
