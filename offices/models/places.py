"""Places: Open Civic Data divisions, ZIP codes, and which ZIP touches which division."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import validate_time_zone

TWO_CAPITALS = r"^[A-Z]{2}$"


class Division(models.Model):
    """A political division with its Open Civic Data id (`ocd-division/country:us/state:tx/place:austin`)."""

    ocd_id = models.CharField(_("Open Civic Data id"), max_length=300, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.SlugField(_("kind"), max_length=40)
    state = models.CharField(_("state"), max_length=2, blank=True)
    census_geoid = models.CharField(_("Census GEOID"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        indexes = [models.Index(fields=["state", "kind"], name="division_state_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ocd_id__startswith="ocd-division/country:us"), name="division_ocd_id_of_the_us"
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__regex=TWO_CAPITALS), name="division_state_two_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.ocd_id


class ZipCode(models.Model):
    """A five-digit ZIP code. Its place name is postal: it says where the mail goes, not who governs."""

    code = models.CharField(_("ZIP code"), max_length=5, primary_key=True)
    place_name = models.CharField(_("postal place"), max_length=100)
    state = models.CharField(_("state"), max_length=2)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    divisions = models.ManyToManyField(Division, through="ZipDivision", related_name="zip_codes")

    class Meta:
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{5}$"), name="zip_code_five_digits"),
            models.CheckConstraint(condition=Q(state__regex=TWO_CAPITALS), name="zip_code_state_two_letters"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place_name}, {self.state}"


class ZipDivision(models.Model):
    """A ZIP code touches a division: a county by area, a place by its postal name."""

    zip_code = models.ForeignKey(ZipCode, on_delete=models.CASCADE, related_name="+", db_column="zip_code")
    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("division around a ZIP code")
        verbose_name_plural = _("divisions around ZIP codes")
        constraints = [
            models.UniqueConstraint(fields=["zip_code", "division"], name="one_row_per_zip_and_division")
        ]

    def __str__(self) -> str:
        return f"{self.zip_code_id}: {self.division_id}"
