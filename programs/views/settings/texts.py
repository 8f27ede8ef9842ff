from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.access import organizers
from programs.actions import date_notices, settings
from programs.forms import lines
from programs.forms.settings import CycleForm, ProgramForm
from programs.models import Cycle
from programs.queries import known_dates, moving, public
from programs.views.public import context_of
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_texts(request, cycle):
    typed = request.POST if request.method == "POST" else None
    program_form = ProgramForm(typed, instance=cycle.program, prefix="program")
    cycle_form = CycleForm(typed, instance=cycle, prefix="cycle")
    conflict = None
    differing: list[lines.Difference] = []
    follows: list = []
    if typed is not None and "check" in typed:
        return _look(request, cycle, program_form, cycle_form)
    if typed is not None and program_form.is_valid() and cycle_form.is_valid():
        try:
            settings.save_texts(
                cycle,
                program=program_form.cleaned_data,
                own=cycle_form.cleaned_data,
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
                is_sure="sure" in typed,
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            follows = _follows(cycle, cycle_form) if error.code == "days_move" else []
            if conflict is None and not follows:
                cycle_form.add_error(None, error)
        else:
            _say_saved(request, cycle, typed)
            return redirect(address(cycle, "programs:settings_texts"))
        cycle.program.refresh_from_db()
        cycle.refresh_from_db()
        differing = lines.differing(
            (program_form, ProgramForm(instance=cycle.program, prefix="program")),
            (cycle_form, CycleForm(instance=cycle, prefix="cycle")),
        )
    context = {"program_form": program_form, "cycle_form": cycle_form, "differing": differing}
    context |= {"follows": follows, "concerned": known_dates.concerned_count(cycle)}
    context |= context_of(public.read(cycle), cycle, request.user, at=timezone.now())
    return show(request, cycle, "texts", "programs/settings_texts", context, conflict=conflict)


def _follows(cycle, form):
    """What follows when the first or last day becomes the one that is typed."""
    saved = Cycle.objects.get(pk=cycle.pk)
    first, last = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
    return moving.consequences(saved, first=first, last=last, at=timezone.now())


def _say_saved(request, cycle, typed):
    """And tell people of the days that moved, if the organizer says so."""
    if typed.get("sure") != "tell":
        messages.success(request, _("Saved."))
        return
    count = date_notices.tell_now(cycle, by=request.user, at=timezone.now())
    text = ngettext("Saved. %d person is told.", "Saved. %d people are told.", count)
    messages.success(request, text % count)


def _look(request, cycle, *forms):
    """The public page with what is typed: beside the form while typing, or as a page of its own."""
    are_right = [form.is_valid() for form in forms]  # all of them, so that each says what is wrong
    if not all(are_right):
        if request.htmx:
            return HttpResponse(status=204)
        program_form, cycle_form = forms
        context = {"program_form": program_form, "cycle_form": cycle_form}
        saved = Cycle.objects.select_related("program").get(pk=cycle.pk)
        context |= context_of(public.read(saved), saved, request.user, at=timezone.now())
        return show(request, saved, "texts", "programs/settings_texts", context)
    context = context_of(public.read(cycle), cycle, request.user, at=timezone.now())
    template = "programs/_cycle_live.html" if request.htmx else "programs/cycle_public.html"
    return render(request, template, context | {"is_unsaved": True})
