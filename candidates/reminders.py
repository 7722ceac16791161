"""What the passing of time brings to somebody who signed up."""

from candidates.filing_dates import NOTICES, told_of
from candidates.welcome import AT, SERIES, WORTH, confirmed_then
from core.outbox.reminders import Reminder, register_reminder
from core.outbox.timing import OnDay

for mail in SERIES:
    register_reminder(Reminder(mail.kind, "candidate", OnDay(mail.day, AT), WORTH, confirmed_then(mail)))
for notice in NOTICES:
    register_reminder(Reminder(notice.kind, "candidate", notice.when, notice.worth, told_of(notice)))
