"""How dates, times and numbers are written in each language; the United States' customs in all of them.

Besides Django's own names, templates use these: `|date:"DAY_FORMAT"` a day near by, with its weekday;
`MOMENT_FORMAT` a day and a time that somebody should keep, with its weekday; `NEAR_MOMENT_FORMAT` the same without
the year; `COMPACT_DATE_FORMAT` a date where there is little room; and `…_ZONE_FORMAT` with the time zone.
"""

from django.utils.translation import gettext_lazy as _

# Django's own words, named here so that our catalogue can write them as Spanish does, with a space.
HALVES_OF_THE_DAY = (_("a.m."), _("p.m."))
