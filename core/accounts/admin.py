from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.handover import has_left, held_by, off_board, ways_in, why_not
from core.accounts.models import User
from core.accounts.recent import recently_authenticated
from core.accounts.requests import person_of
from core.accounts.roles import Role
from core.backoffice import DiscreetAdmin
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.services import carry_out_once

ROLES: dict[Any, Any] = dict(Role.choices)


class RolesField(forms.ModelMultipleChoiceField):
    """Groups by what their role is called."""

    def label_from_instance(self, obj: Any) -> str:
        return str(ROLES.get(obj.name, obj.name))


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, *args: Any) -> list[tuple[Any, Any]]:
        return [(key, ROLES.get(name, name)) for key, name in super().field_choices(*args)]


class UserForm(forms.ModelForm):
    groups = RolesField(Group.objects, label=_("roles"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = User
        fields = [
            "email",
            "first_name",
            "last_name",
            "time_zone",
            "language",
            "groups",
            "is_staff",
            "is_active",
        ]


class ToForm(forms.Form):
    """Who takes over: somebody else who works here."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Who takes over"))

    def __init__(self, leaver: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = User.objects.filter(is_active=True, is_staff=True).exclude(pk=leaver.pk)
        to: Any = self.fields["to"]
        to.queryset = working.order_by("first_name", "last_name", "email")


class OffBoardForm(OnceForm, ToForm):
    read = forms.BooleanField(label=_("I have read what happens."))

    def __init__(self, leaver: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(leaver, *args, **kwargs)
        self.fields["to"].widget = forms.HiddenInput()


@admin.register(User)
class UserAdmin(DiscreetAdmin):
    form = UserForm
    list_display = ["email", "first_name", "last_name", "is_staff", "is_active", "date_joined"]
    list_filter = [("groups", RoleFilter), "is_staff", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    show_full_result_count = False
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "time_zone", "language"]}),
        (_("Access"), {"fields": ["groups", "is_staff", "is_active", "date_joined", "last_login"]}),
    ]

    change_form_template = "admin/user_change.html"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Whose account it is, its owner changes, at `/accounts/email/`, where both addresses are told."""
        return [*self.readonly_fields, *(["email"] if obj else [])]

    @method_decorator(recently_authenticated)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Roles are given here: whoever gives them has just shown who they are."""
        return super().changeform_view(request, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(recently_authenticated(self.off_board_view))
        return [
            path("<path:object_id>/off-board/", page, name="accounts_user_off_board"),
            *super().get_urls(),
        ]

    def off_board_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What somebody holds and what happens to it, and the one button that ends their work here."""
        leaver = self.get_object(request, object_id)
        if leaver is None:
            raise Http404
        if not self.has_change_permission(request, leaver):
            raise PermissionDenied
        actor, now = person_of(request), clock.now()
        choosing = ToForm(leaver, request.GET or None)
        to = choosing.cleaned_data["to"] if request.GET and choosing.is_valid() else None
        form = OffBoardForm(leaver, request.POST or None, initial={"to": to})
        if request.method == "POST" and form.is_valid():

            def work() -> str:
                off_board(leaver, to=form.cleaned_data["to"], actor=actor, now=now)
                return reverse("admin:accounts_user_change", args=[leaver.pk])

            try:
                url, fresh = carry_out_once(form.cleaned_data["form_key"], user=actor, work=work)
                if fresh:
                    messages.success(request, _("Handed over. Every way in has ended."))
                return HttpResponseRedirect(url)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Off-board %(name)s") % {"name": leaver},
            "opts": self.opts,
            "object": leaver,
            "choosing": choosing,
            "form": form,
            "to": to,
            "left": has_left(leaver),
            "held": held_by(leaver, now=now),
            "ends": ways_in(leaver),
            "in_the_way": why_not(leaver, to, actor=actor, now=now) if to else [],
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/off_board.html", context, status=status)

    def has_delete_permission(self, request: object, obj: User | None = None) -> bool:
        """A person is erased on request, never deleted here: history points at the row."""
        return False
