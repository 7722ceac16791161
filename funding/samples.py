"""What a message about money could be about."""

from core.outbox.desk.samples import newest, register_sample
from funding.models import FundingApplication

register_sample("application", newest(FundingApplication, "candidacy__candidate__user"))
