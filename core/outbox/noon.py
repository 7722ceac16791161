"""A day as the outbox counts it: noon UTC, which is the same date in every zone of the United States."""

from django.db.models import DateTimeField, Func


class Noon(Func):
    """Noon UTC of a day, or of a text that is one."""

    template = "((%(expressions)s)::date + time '12:00') AT TIME ZONE 'UTC'"
    output_field = DateTimeField()
