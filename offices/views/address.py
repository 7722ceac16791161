"""Districts by street address. It is in the body of one request and in its answer, and nowhere else."""

import unicodedata
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from core.accounts.limits import TooMany, count_or_refuse
from offices import selectors
from offices.enums import Level
from offices.geocoding import client, lookup
from offices.geocoding.untold import Reason, Untold
from offices.models import ZipCode

WHAT_HAPPENED: dict[Reason, Promise] = {
    Reason.NO_GEOCODER: gettext_lazy(
        "Addresses cannot be looked up here, but your ZIP code is enough to go on."
    ),
    Reason.AWAY: gettext_lazy("The Census Bureau does not answer just now."),
    Reason.UNKNOWN_ADDRESS: gettext_lazy(
        "The Census Bureau does not know this address. Check the house number and the street."
    ),
    Reason.AMBIGUOUS: gettext_lazy("This address may mean several places, so we do not guess."),
    Reason.ELSEWHERE: gettext_lazy(
        "The Census Bureau knows this address in another place than your ZIP code. Check both."
    ),
}
DISTRICT_UNKNOWN = gettext_lazy(
    "The Census Bureau found the address, but we are not certain of every district. "
    "Choose the rest from the list."
)
TOO_MANY = gettext_lazy(
    "Very many addresses were looked up from where you are. Try again in an hour, or go on without the address."
)
NO_DIVISION = gettext_lazy("The Census Bureau found the address, but we know of no district there.")


class AddressForm(forms.Form):
    """What is asked. Without a geocoder the street is not, since nobody would use it."""

    street = forms.CharField(
        label=gettext_lazy("Street address"),
        max_length=200,
        help_text=gettext_lazy("House number and street, like 1100 Congress Ave."),
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={
            "required": gettext_lazy("Give your house number and street, or go on with your ZIP code alone."),
            "max_length": gettext_lazy(
                "This is longer than any street address. Give house number and street."
            ),
        },
    )
    zip = forms.CharField(
        label=gettext_lazy("ZIP code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "inputmode": "numeric", "maxlength": "10"}
        ),
        error_messages={
            "required": gettext_lazy("Give your ZIP code: five digits, like 78701."),
            "max_length": gettext_lazy("A ZIP code has five digits, like 78701. Check it and try again."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not client.geocoder_url():
            del self.fields["street"]
        for field in self.fields.values():
            # Django's own refusal of NUL would be said beside ours.
            others = (one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator))
            field.validators = [*others, _no_controls]

    @sensitive_variables("typed")
    def clean_zip(self) -> str:
        typed = selectors.clean_zip(self.cleaned_data["zip"])
        if not typed:
            raise forms.ValidationError(_("A ZIP code has five digits, like 78701. Check it and try again."))
        return typed


@sensitive_variables("text")
def _no_controls(text: str) -> None:
    """Refuse what no keyboard types: control characters, NUL, lone surrogates, unseen marks of direction."""
    if any(unicodedata.category(letter).startswith("C") for letter in text):
        raise forms.ValidationError(_("This holds characters that cannot be seen. Type it anew."))


@login_not_required
@never_cache
@sensitive_post_parameters("street", "zip")
@sensitive_variables("form", "typed")
@require_http_methods(["GET", "HEAD", "POST"])
def find_by_address(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, AddressForm(initial={"zip": selectors.clean_zip(request.GET.get("zip", ""))}))
    form = AddressForm(request.POST)
    valid = form.is_valid()
    typed = form.cleaned_data.get("zip", "")
    zip_code = selectors.find_zip(typed) if typed else None
    if valid and zip_code:
        try:
            count_or_refuse(request, "find_address")
        except TooMany:
            return _page(request, form, zip_code, problem=TOO_MANY, status=429)
        return _searched(request, form, zip_code)
    problem = _("We do not know this ZIP code. Check it, or search by state and name.") if valid else ""
    return _page(request, form, zip_code, problem=problem, status=200 if valid else 400)


@sensitive_variables("form")
def _searched(request: HttpRequest, form: AddressForm, zip_code: ZipCode) -> HttpResponse:
    """Return the way to the list of the address's divisions, or the page with what can be chosen instead."""
    try:
        mapped = lookup.find(form.cleaned_data.get("street", ""), zip_code)
    except Untold as untold:
        return _page(request, form, zip_code, problem=WHAT_HAPPENED[untold.reason])
    if mapped.suffixes and not mapped.missing:
        return HttpResponseRedirect(_list(mapped.suffixes), status=303)
    return _page(
        request,
        form,
        zip_code,
        problem=DISTRICT_UNKNOWN if mapped.suffixes else NO_DIVISION,
        chambers=list(mapped.missing),
        found=_list(mapped.suffixes) if mapped.suffixes else "",
    )


def _list(suffixes: tuple[str, ...]) -> str:
    """Return the address of the offices of these divisions, and of nothing else that was typed or found."""
    query = urlencode([("d", suffix) for suffix in suffixes], safe="/:~")
    return f"{reverse('offices:list')}?{query}"


def _page(
    request: HttpRequest,
    form: AddressForm,
    zip_code: ZipCode | None = None,
    *,
    problem: str | Promise = "",
    chambers: list[Level] | None = None,
    found: str = "",
    status: int = 200,
) -> HttpResponse:
    if zip_code and not chambers:
        chambers = selectors.chambers_of(zip_code.state)
    context = {
        "forgets_what_was_asked": True,
        "form": form,
        "zip_code": zip_code,
        "problem": problem,
        "chambers": chambers,
        "found": found,
        "can_look_up": "street" in form.fields,
    }
    return render(request, "offices/address.html", context, status=status)
