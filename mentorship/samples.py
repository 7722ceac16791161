"""What a message about mentoring could be about, for either side."""

from core.outbox.desk.samples import newest, register_sample
from mentorship.models import Mentorship

register_sample("mentorship", newest(Mentorship, "candidate__user", "mentor__user"))
