from django import template

from interviews import joining
from interviews.enums import Need
from interviews.models import Registration

register = template.Library()


@register.simple_tag
def join_page(seat: Registration) -> str:
    return joining.join_page(seat)


@register.simple_tag
def needs_of(seat: Registration) -> str:
    """What somebody asked for, in words."""
    return ", ".join([*(str(Need(need).label) for need in seat.needs), *filter(None, [seat.needs_note])])
