"""The one-page summary, and the partner's name on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from completion.actions import summaries
from completion.forms.summaries import SummaryForm
from completion.models import Summary
from completion.queries import shares
from completion.queries import summaries as queries
from completion.queries.sheets import sheet_of
from completion.views import MemberRequest, record_address
from pairs.access import pair_members
from pairs.models import Pair
from pairs.queries.pairs import card
from people import refusals


@pair_members
def summary(request: MemberRequest, pair: Pair) -> HttpResponse:
    """The sheet beside its switches and words; it prints alone. Sharing begins with saving: what is
    shared is what is kept."""
    at = timezone.now()
    shown = queries.page(card(pair, request.user, at), at)
    form = SummaryForm(request.POST or None, instance=shown.row, parts=shown.row.parts)
    if request.method == "POST" and form.is_valid():
        try:
            summaries.save(pair, **form.values, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            if "share" in request.POST:
                return redirect("completion:summary_share", pair=pair.pk)
            messages.success(request, _("Your summary is saved."))
            return redirect("completion:summary", pair=pair.pk)
    context = {
        "page": shown,
        "sheet": sheet_of(shown, Summary.Part.values),
        "form": form,
        "pair": pair,
        "partner": shown.card.partner,
        "readers": shares.readers(pair, request.user),
        "record_address": record_address(request),
    }
    return render(request, "completion/summary.html", context)


@require_POST
@pair_members
def summary_name(request: MemberRequest, pair: Pair) -> HttpResponse:
    """Ask for the partner's name on one's own page, or answer for one's name on theirs."""
    at, said = timezone.now(), request.POST.get("name")
    with refusals.shown(request):
        if said == "ask":
            summaries.ask_for_name(pair, by=request.user, at=at)
            words = _("%(name)s is asked.") % {"name": pair.partner_of(request.user).person}
            messages.success(request, words)
            return redirect("completion:summary", pair=pair.pk)
        summaries.answer_for_name(pair, agrees=said == "yes", by=request.user, at=at)
        messages.success(request, _("Your answer is saved."))
    return redirect("completion:ending", pair=pair.pk)
