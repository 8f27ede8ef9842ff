"""The guided end of a mentorship, in steps that can be left and taken up again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from completion.actions import farewells
from completion.forms.farewells import OrganizersForm, ReachedForm, RhythmForm
from completion.models import Farewell
from completion.queries import farewells as queries
from completion.queries import going_on, summaries
from completion.views import MemberRequest
from pairs.access import pair_members
from pairs.models import Pair
from pairs.queries.pairs import card
from pairs.rules.afterwards import may_write
from pairs.rules.extending import last_day
from programs.access import organizers
from programs.models import Cycle

NAMES = {
    "reached": gettext_lazy("What you reached"),
    "organizers": gettext_lazy("For the organizers"),
    "next": gettext_lazy("Going on"),
}
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
    shown = card(pair, request.user, at)
    context = {
        "card": shown,
        "pair": pair,
        "partner": shown.partner,
        "steps": _steps(pair),
        "last_day": last_day(pair),
        "may_write": may_write(pair, at),
        "answers": going_on.answers(pair, request.user),
        "name_asked": summaries.asked_of(pair, request.user),
        "has_record": pair.records.open().filter(person=request.user).exists(),
    }
    return render(request, "completion/ending.html", context)


@pair_members
def ending_step(request: MemberRequest, pair: Pair, step: str) -> HttpResponse:
    """One step: what is written is kept, and the next one follows."""
    steps, at = _steps(pair), timezone.now()
    if step not in steps:
        raise Http404
    if not may_write(pair, at):
        messages.error(request, _("The week after the end is over. What you wrote stays as it is."))
        return redirect("completion:ending", pair=pair.pk)
    known = Farewell.objects.filter(pair=pair, person=request.user).first()
    form = FORMS[step](request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            farewells.save(pair, form.cleaned_data, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _onwards(request, pair, list(steps), step)
    context = {
        "card": card(pair, request.user, at),
        "form": form,
        "pair": pair,
        "partner": pair.partner_of(request.user).person,
        "step": step,
        "steps": steps,
        "before": _before(list(steps), step),
    }
    return render(request, "completion/ending_step.html", context)


@organizers
@require_safe
def words(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What people wrote to the organizers at the end."""
    rows = queries.to_organizers(cycle, request.user)  # type: ignore[arg-type]  # signed in
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "completion/words.html", {"cycle": cycle, "page": page})


def _steps(pair: Pair) -> dict[str, str]:
    """Outside of programs there are no organizers to write to."""
    is_independent = pair.cycle.program.is_independent
    return {
        step: str(name)
        for step, name in NAMES.items()
        if not (is_independent and step == "organizers")
    }


def _before(steps: list[str], step: str) -> str:
    place = steps.index(step)
    return steps[place - 1] if place else ""


def _onwards(request: MemberRequest, pair: Pair, steps: list[str], step: str) -> HttpResponse:
    place = steps.index(step) + 1
    if place < len(steps):
        return redirect("completion:ending_step", pair=pair.pk, step=steps[place])
    messages.success(request, _("Everything you wrote is kept."))
    return redirect("completion:ending", pair=pair.pk)
