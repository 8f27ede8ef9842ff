"""Going on longer: the two of a pair agree on a later last day, or an organizer sets one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions import extensions
from pairs.forms.pairs import EndDayForm
from pairs.rules.extending import last_day, latest_day
from people import refusals


@pair_members
def extension_propose(request, pair):
    """Ask the partner to go on until a day."""
    latest = latest_day(pair)
    form = EndDayForm(request.POST or None, initial={"ends_on": latest})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now()}
        try:
            extensions.propose(pair, form.cleaned_data["ends_on"], **facts)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your partner is asked. It holds once you both agree."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    context = {
        "form": form,
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "now": last_day(pair),
        "latest": latest,
    }
    return render(request, "pairs/extension_form.html", context)


@require_POST
@pair_members
def extension_answer(request, pair, extension):
    """Agree to what the partner asked, or leave the end where it is."""
    row = get_object_or_404(pair.extensions, pk=extension)
    with refusals.shown(request):
        if request.POST.get("answer") == "yes":
            extensions.accept(row, by=request.user, at=timezone.now())
            messages.success(request, _("You two go on."))
        else:
            extensions.drop(row, at=timezone.now())
            messages.success(request, _("The end stays where it was."))
    return redirect("pairs:pair_detail", pair=pair.pk)
