"""What a message about mentoring could be about, for either side."""

from core.outbox.desk.samples import newest, register_sample
from mentorship.models import MentorSession, Mentorship

register_sample("mentorship", newest(Mentorship, "candidate__user", "mentor__user"))
register_sample("session", newest(MentorSession, "mentorship__candidate__user", "mentorship__mentor__user"))
