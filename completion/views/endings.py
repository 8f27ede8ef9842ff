"""The guided end of a mentorship, in steps that can be left and taken up again."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from completion.actions import farewells, thanks
from completion.forms.farewells import OrganizersForm, ReachedForm, RhythmForm
from completion.forms.thanks import LastThanksForm
from completion.models import Farewell, ThankYou
from completion.queries import farewells as queries
from completion.queries import going_on, summaries
from completion.queries.steps import THANKS, steps_of
from completion.queries.surveys import end_survey
from completion.views import MemberRequest
from pairs.access import pair_members
from pairs.models import Pair
from pairs.queries.pairs import card
from pairs.rules.afterwards import may_write
from pairs.rules.extending import last_day
from people.models import User
from programs.access import organizers
from programs.models import Cycle

FORMS: dict[str, type[forms.ModelForm]] = {
    "reached": ReachedForm,
    "organizers": OrganizersForm,
    "next": RhythmForm,
}
PER_PAGE = 50


@pair_members
@require_safe
def ending(request: MemberRequest, pair: Pair) -> HttpResponse:
    """Everything about the end on one page: what was written, what is to take along, what waits."""
    at = timezone.now()
    shown, answers = card(pair, request.user, at), going_on.answers(pair, request.user)
    steps = steps_of(pair, request.user, answers.own)
    context = {
        "card": shown,
        "pair": pair,
        "partner": shown.partner,
        "steps": steps,
        "next_step": next((one for one in steps if not one.is_done), None),
        "last_day": last_day(pair),
        "may_write": may_write(pair, at),
        "answers": answers,
        "name_asked": summaries.asked_of(pair, request.user),
        "has_record": pair.records.open().filter(person=request.user).exists(),
        "survey": end_survey(pair.cycle, request.user, at),
        "at": at,
    }
    return render(request, "completion/ending.html", context)


@pair_members
def ending_step(request: MemberRequest, pair: Pair, step: str) -> HttpResponse:
    """One step: what is written is kept, and the next one follows."""
    at = timezone.now()
    known = Farewell.objects.filter(pair=pair, person=request.user).first()
    steps = steps_of(pair, request.user, known)
    keys = [one.key for one in steps]
    if step not in keys:
        raise Http404
    if request.method != "POST" and not may_write(pair, at):
        messages.error(request, _("The week after the end is over. What you wrote stays as it is."))
        return redirect("completion:ending", pair=pair.pk)
    typed = request.POST or None
    form = LastThanksForm(typed) if step == THANKS else FORMS[step](typed, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            _save(pair, form, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _onwards(request, pair, keys, step)
    place = keys.index(step)
    context = {
        "card": card(pair, request.user, at),
        "form": form,
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "step": step,
        "notes": ThankYou.objects.filter(pair=pair, giver=request.user) if step == THANKS else (),
        "steps": steps,
        "before": keys[place - 1] if place else "",
        "after": steps[place + 1].name if place + 1 < len(steps) else "",
        "last_day": last_day(pair),
        "survey": end_survey(pair.cycle, request.user, at),
        "at": at,
    }
    return render(request, "completion/ending_step.html", context)


@organizers
@require_safe
def words(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What people wrote to the organizers at the end."""
    rows = queries.to_organizers(cycle, request.user)  # type: ignore[arg-type]  # signed in
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "completion/words.html", {"cycle": cycle, "page": page})


def _save(pair: Pair, form: forms.ModelForm, *, by: User, at: datetime) -> None:
    said = form.cleaned_data
    if not isinstance(form, LastThanksForm):
        farewells.save(pair, said, by=by, at=at, unchanged=form.unchanged)
    elif said["text"]:
        other = pair.partner_of(by).person
        thanks.thank(pair, said["text"], to=other, by=by, at=at, form_key=said["form_key"])


def _onwards(request: MemberRequest, pair: Pair, steps: list[str], step: str) -> HttpResponse:
    place = steps.index(step) + 1
    if place < len(steps):
        return redirect("completion:ending_step", pair=pair.pk, step=steps[place])
    messages.success(request, _("Everything you wrote is kept."))
    return redirect("completion:ending", pair=pair.pk)
