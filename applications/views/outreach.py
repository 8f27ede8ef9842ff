from allauth.core import ratelimit
from django.contrib import messages as flash
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from applications.actions import outreach as actions
from applications.forms.outreach import AddressForm, NominationForm
from applications.models import Interest
from applications.news.outreach import SALT
from applications.queries import questions
from people.access import public
from programs.access import organizers, visitors


@visitors
def interest(request, cycle):
    """Leave word to be told of the next call: one click when signed in, else an address."""
    form = AddressForm(request.POST or None)
    mine = request.user.is_authenticated and Interest.objects.filter(
        program=cycle.program, person=request.user
    )
    if request.method == "POST":
        if request.user.is_authenticated:
            return _switch_interest(request, cycle)
        if limited := ratelimit.consume_or_429(request, action="interest"):
            return limited
        if form.is_valid():
            address = form.cleaned_data["address"]
            actions.leave_address(cycle, address=address, at=timezone.now())
            return render(
                request, "applications/interest_sent.html", {"cycle": cycle, "address": address}
            )
    context = {"cycle": cycle, "form": form, "is_on_list": mine and mine.exists()}
    return render(request, "applications/interest.html", context)


def _switch_interest(request, cycle):
    if request.POST.get("leave"):
        actions.withdraw_interest(cycle.program, person=request.user)
        flash.success(request, _("You are no longer on the list."))
    else:
        actions.leave_interest(cycle.program, person=request.user, at=timezone.now())
        flash.success(request, _("We write to you when the next call opens."))
    return redirect("applications:interest", cycle.program.slug, cycle.slug)


@public
@csrf_exempt
def interest_confirm(request, token):
    """Where an address gets on the list, and off it again by the link or the button of each mail
    (RFC 8058), which knows no token of ours. Looking changes nothing."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    rows = Interest.objects.select_related("program")
    if request.method == "POST" and {"leave", "List-Unsubscribe"} & set(request.POST):
        actions.take_off(pk)
        return render(request, "applications/interest_left.html")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        actions.confirm_address(found, at=timezone.now())
        return render(request, "applications/interest_done.html", {"program": found.program})
    return render(request, "applications/interest_confirm.html", {"interest": found})


@visitors
def nominate(request, cycle):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = NominationForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            actions.nominate(
                found["role"],
                nominee=found["email"],
                by=request.user,
                reason=found["reason"],
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Thank you. They are invited and decide themselves."))
            return redirect("applications:nominate", cycle.program.slug, cycle.slug)
    mine = cycle.nominations.filter(nominated_by=request.user).select_related("nominee", "role")
    return render(
        request, "applications/nominate.html", {"cycle": cycle, "form": form, "nominations": mine}
    )


@organizers
@require_safe
def outreach(request, cycle):
    show = request.GET.get("show", questions.WAITING)
    page = Paginator(questions.listed(cycle, show, request.user), 25).get_page(
        request.GET.get("page")
    )
    context = {
        "cycle": cycle,
        "show": show,
        "page": page,
        "counts": questions.counts(cycle, request.user),
        "nominations": cycle.nominations.select_related("nominee", "nominated_by", "role")[:500],
        "interests": cycle.program.interests.confirmed().select_related("person")[:500],
        "interest_count": cycle.program.interests.confirmed().count(),
    }
    return render(request, "applications/outreach.html", context)
