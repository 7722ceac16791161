"""The versions of the rules, and the checks that they may ask for."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.pipeline import by_staff
from core import clock
from core.backoffice import ServiceAdmin, ServiceForm, as_facts
from core.lifecycle import NotPermitted
from funding.due import mark_for
from funding.models import CandidacyChecks, FundingPolicy
from funding.policy import adopt, current_policy

NUMBERS = (
    "age_limit", "share", "wait_months", "plan_pass_mark", "plan_reviewers", "minimum_donors", "needs_opponent",
    "needs_background_check", "needs_staff_interview",
)  # fmt: skip


class PolicyForm(ServiceForm):
    class Meta:
        model = FundingPolicy
        fields = ["effective_from", *NUMBERS]

    def act(self) -> FundingPolicy:
        version: FundingPolicy = adopt(self.instance, actor=self.actor, at=clock.now())
        mark_for(version.effective_from)
        return version


@admin.register(FundingPolicy)
class FundingPolicyAdmin(ServiceAdmin):
    """A version is written once. What was decided by an older one stays decided by it."""

    form = PolicyForm
    add_title = _("Adopt a version of the rules")
    list_display = ["effective_from", "share", "wait_months", "age_limit", "adopted_by", "adopted_at"]
    list_select_related = ["adopted_by"]
    ordering = ["-effective_from"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What holds today is what one starts from."""
        policy = current_policy()
        return {name: getattr(policy, name) for name in NUMBERS}

    def beside(self, request: HttpRequest) -> Any:
        policy = current_policy()
        fields = ((FundingPolicy._meta.get_field(name), getattr(policy, name)) for name in NUMBERS)
        return as_facts(
            [(_("What holds today"), ""), *((field.verbose_name, str(value)) for field, value in fields)]  # type: ignore[union-attr]
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ChecksForm(ServiceForm):
    class Meta:
        model = CandidacyChecks
        fields = ["candidacy", "background_passed", "interview_held"]
        widgets = dict.fromkeys(("background_passed", "interview_held"), forms.NullBooleanSelect)

    def act(self) -> CandidacyChecks:
        if not by_staff(self.actor, self.instance.candidacy):
            raise NotPermitted("not_permitted", _("Only program staff note this, and not for themselves."))
        self.instance.noted_by, self.instance.noted_at = self.actor, clock.now()
        self.instance.save()
        checks: CandidacyChecks = self.instance
        return checks


@admin.register(CandidacyChecks)
class CandidacyChecksAdmin(ServiceAdmin):
    form = ChecksForm
    add_title = _("Note a check")
    change_title = _("Note a check")
    list_display = ["candidacy", "background_passed", "interview_held", "noted_by", "noted_at"]
    list_select_related = [
        "candidacy__candidate__user",
        "candidacy__race__office",
        "candidacy__race__election",
        "noted_by",
    ]
    raw_id_fields = ["candidacy"]
    search_fields = ["candidacy__candidate__user__last_name"]
    ordering = ["-pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["candidacy"] if obj else []
