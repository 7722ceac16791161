import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """The hidden field by which a button that is pressed twice acts once."""
    return format_html('<input type="hidden" name="form_key" value="{}">', uuid.uuid4())
