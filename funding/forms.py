from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.once.forms import OnceForm
from funding.enums import GiftKind
from funding.models import FundingApplication


class ApplicationForm(OnceForm, forms.ModelForm):
    """The draft. Nothing is required until it is handed in."""

    class Meta:
        model = FundingApplication
        fields = ["committee_name", "treasurer_name", "requested", "plan"]
        widgets = {"plan": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "plan": _(
                "Win number, voters, message, field, budget, calendar, team, fundraising. Two people score it without "
                "knowing whose it is: leave your name out."
            ),
            "committee_name": _("Committees are paid, not people."),
        }


class ReportForm(OnceForm):
    spent = forms.DecimalField(
        label=_("Spent of our money, in dollars"), max_digits=12, decimal_places=2, min_value=Decimal(0)
    )
    used_for = forms.CharField(
        label=_("What was it used for?"),
        help_text=_("In your own words: printing, postage, a hall. Name no donors and no volunteers."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class GiftForm(OnceForm):
    donor = forms.CharField(label=_("From whom"), max_length=200)
    amount = forms.DecimalField(
        label=_("Amount in dollars"), max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    kind = forms.ChoiceField(label=_("What kind of money"), choices=GiftKind.choices)
    given_on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > clock.now().date():
            raise ValidationError(_("This day lies in the future."))
        return day
