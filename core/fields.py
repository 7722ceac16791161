"""Model fields with the house's own defaults."""

from typing import Any

from django.db import models


class WebAddressField(models.URLField):
    """An address of the web; one that is typed without its scheme is taken as https."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
