"""Going on longer: the two of a pair agree on a later last day, or an organizer sets one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions import extensions
from pairs.forms.pairs import MoreTimeForm
from pairs.queries.extending import Extending
from people import refusals


@pair_members
def extension_propose(request, pair):
    """Ask the partner for more time, read what one of the two asked, answer it."""
    shown, partner = Extending(pair, request.user), pair.partner_of(request.user).person
    begin = {"ends_on": shown.usual_day}
    facts = {"pair": pair, "partner": partner.get_short_name()}
    proposed = [one.day for one in shown.choices]
    form = MoreTimeForm(request.POST or None, initial=begin, proposed=proposed, **facts)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "unchanged": form.unchanged}
        try:
            row = extensions.propose(pair, **form.asked, **facts)
        except ValidationError as error:
            form.add_error(
                "ends_on" if error.code in extensions.OF_THE_DAY else None, error.messages
            )
        else:
            return _asked(request, pair, row)
    context = {
        "form": form,
        "pair": pair,
        "partner": partner,
        "partner_role": pair.role_of(partner),
        "shown": shown,
        "asks": bool(form.errors) or shown.open is None or "another" in request.GET,
    }
    return render(request, "pairs/extension_form.html", context)


def _asked(request, pair, row):
    if row.accepted_at is not None:  # the partner had asked for the same
        messages.success(request, _said_yes(row))
        return redirect("pairs:pair_detail", pair=pair.pk)
    messages.success(request, _("Your partner is asked. It takes effect once you both agree."))
    return redirect("pairs:extension_propose", pair=pair.pk)


@require_POST
@pair_members
def extension_answer(request, pair, extension):
    """Agree to what the partner asked, or leave the end where it is."""
    row = get_object_or_404(pair.extensions, pk=extension)
    facts = {"by": request.user, "at": timezone.now()}
    with refusals.shown(request):
        if request.POST.get("answer") == "yes":
            messages.success(request, _said_yes(extensions.accept(row, **facts)))
            return redirect("pairs:pair_detail", pair=pair.pk)
        extensions.drop(row, **facts)
        messages.success(request, _("The end date stays as it was."))
    return redirect("pairs:extension_propose", pair=pair.pk)


def _said_yes(row):
    return _("You two continue until %(day)s.") % {"day": date_format(row.ends_on, "j F Y")}
