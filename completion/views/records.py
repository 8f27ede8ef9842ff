"""Completion records: the public page anybody with the code may read, and its owner's switch."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from completion.actions import records
from completion.forms.records import CodeForm
from completion.permissions import why_no_record
from completion.queries import records as queries
from completion.views import MemberRequest, record_address
from pairs.access import pair_members
from pairs.models import Pair
from people import refusals
from people.access import guests_too, public

LIMIT = "record_check"  # codes tried from one address


@public
@guests_too
@require_safe
def record_check(request: HttpRequest) -> HttpResponse:
    """Where anybody types a code. A right one leads on to the record."""
    if "code" not in request.GET:
        return render(request, "completion/record_check.html", {"form": CodeForm()})
    if limited := ratelimit.consume_or_429(request, action=LIMIT, limit_get=True):
        return limited
    form = CodeForm(request.GET)
    if form.is_valid():
        found = queries.by_code(form.cleaned_data["code"])
        if found is not None:
            return redirect("completion:record", code=found.code)
        form.add_error("code", _("No open record has this code."))
    return render(request, "completion/record_check.html", {"form": form})


@public
@guests_too
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """A code that nobody opened and one that was closed say the same."""
    if limited := ratelimit.consume_or_429(request, action=LIMIT, limit_get=True):
        return limited
    found = queries.by_code(code)
    if found is None:
        form = CodeForm({"code": code[:40]})
        form.add_error("code", _("No open record has this code."))
        return render(request, "completion/record_check.html", {"form": form}, status=404)
    context = {
        "record": found,
        "at": timezone.now(),
        "check_address": record_address(request),
    }
    return render(request, "completion/record.html", context)


@pair_members
def record_own(request: MemberRequest, pair: Pair) -> HttpResponse:
    """What the record of this person says, and whether anybody may read it."""
    if request.method == "POST":
        with refusals.shown(request):
            if request.POST.get("change") == "close":
                records.close(pair, by=request.user, at=timezone.now())
                messages.success(request, _("Your record is closed. Nobody finds it any more."))
            else:
                records.open_one(pair, by=request.user, at=timezone.now())
                messages.success(request, _("Your record is open to anybody with its code."))
        return redirect("completion:record_own", pair=pair.pk)
    known = pair.records.open().filter(person=request.user).first()
    address = reverse("completion:record", args=[known.code]) if known else ""
    context = {
        "pair": pair,
        "record": queries.shown(pair, request.user, known),
        "is_open": known is not None,
        "link": request.build_absolute_uri(address) if known else "",
        "refusal": why_no_record(pair),
    }
    return render(request, "completion/record_own.html", context)
