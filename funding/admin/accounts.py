"""In whose name is the account? Looked at before the first payment, and again when the committee changes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.backoffice import ServiceAdmin, ServiceForm, as_facts, chosen
from core.privacy.hiding import without_hidden
from funding.accounts import check_account
from funding.documents import documents_of
from funding.enums import ApplicationStatus
from funding.models import AccountCheck, FundingApplication

FIELDS = ["application", "registration", "account_holder", "seen", "belongs"]


class CheckForm(ServiceForm):
    class Meta:
        model = AccountCheck
        fields = FIELDS
        widgets = {"belongs": forms.RadioSelect}

    def act(self) -> AccountCheck:
        return check_account(**self.cleaned_data, actor=self.actor, at=clock.now())


@admin.register(AccountCheck)
class AccountCheckAdmin(ServiceAdmin):
    form = CheckForm
    add_title = _("Check a committee’s account")
    list_display = ["application", "committee_name", "registration", "belongs", "checked_by", "checked_at"]
    list_filter = ["belongs"]
    list_select_related = ["application__candidacy__race__office", "checked_by"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return FIELDS
        return ["application", "committee_name", *FIELDS[1:], "checked_by", "checked_at"]

    def beside(self, request: HttpRequest) -> Any:
        """What the application says of its committee, and what was looked at before."""
        application = chosen(request, "application", without_hidden(handed_in(), person_of(request)))
        if application is None:
            return ""
        files = [
            (reverse("funding:document", args=[one.upload.public_id]), one.upload.name or one.upload)
            for one in documents_of(application)
        ]
        before = application.account_checks.select_related("checked_by").first()
        return as_facts(
            [
                (_("Race"), application.candidacy),
                (_("Committee"), application.committee_name),
                (_("Registration number"), application.committee_registration or _("not given")),
                (_("Treasurer"), application.treasurer_name),
                (_("Documents"), format_html_join("", '<p><a href="{}">{}</a></p>', files)),
                (_("Checked before"), said_of(before) if before else ""),
            ]
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "application":
            kwargs["queryset"] = handed_in()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def handed_in() -> Any:
    rows = FundingApplication.objects.filter(
        status__in=(ApplicationStatus.SUBMITTED, ApplicationStatus.AWARDED)
    )
    return rows.select_related(
        "candidacy__candidate__user", "candidacy__race__office", "candidacy__race__election"
    )


def said_of(check: AccountCheck) -> str:
    """Return who looked, when, and what they found, in one line."""
    day = date_format(localtime(check.checked_at), "DATE_FORMAT")
    answer = check.get_belongs_display()
    return f"{check.committee_name} · {check.account_holder}: {answer} · {check.checked_by} · {day}"
