from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.actions import certificates
from applications.queries.certificates import (
    certificates_of,
    certificates_with_counts,
    missing_certificate,
)
from events.actions import learning as actions
from events.forms.learning import CertificateForm, ResourceForm, TrainingForm
from events.queries import learning as queries
from events.queries.my_events import event_rows
from people import refusals
from programs.access import organizers, participants
from programs.addresses import of_cycle
from programs.models import Requirement

FORMS = {"training": TrainingForm, "resource": ResourceForm}


@participants
@require_safe
def checklist(request, cycle):
    at = timezone.now()
    context = {
        "cycle": cycle,
        "trainings": queries.trainings_of(cycle, request.user),
        "certificates": certificates_of(cycle, request.user),
        "events": event_rows(cycle, request.user, at=at),
        "resources": queries.visible_resources(cycle),
        "today": cycle.day(at),
    }
    return render(request, "events/checklist.html", context)


@participants
@require_POST
def training_tick(request, cycle, pk):
    training = get_object_or_404(cycle.trainings, pk=pk)
    way = request.POST.get("way", "")
    with refusals.shown(request):
        if way == "not_done":
            actions.mark_not_done(training, person=request.user)
        else:
            actions.mark_done(training, person=request.user, way=way, at=timezone.now())
            flash.success(request, _("Saved."))
    return redirect("events:checklist", cycle.program.slug, cycle.slug)


@participants
@require_POST
def certificate_give(request, cycle, pk):
    mine = [one for one in certificates_of(cycle, request.user) if one.requirement.pk == pk]
    if not mine:
        raise Http404
    form = CertificateForm(request.POST)
    with refusals.shown(request):
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        day, link = form.cleaned_data["done_on"], form.cleaned_data["link"]
        one = mine[0]
        certificates.give(
            one.application, one.requirement, done_on=day, link=link, at=timezone.now()
        )
        flash.success(request, _("Saved."))
    return redirect("events:checklist", cycle.program.slug, cycle.slug)


@organizers
@require_safe
def certificate_missing(request, cycle, pk):
    asked = Requirement.objects.filter(role__cycle=cycle, kind=Requirement.Kind.CERTIFICATE)
    requirement = get_object_or_404(asked.select_related("role"), pk=pk)
    context = {
        "cycle": cycle,
        "title": requirement.text,
        "people": missing_certificate(requirement),
    }
    return render(request, "events/training_missing.html", context)


@organizers
@require_safe
def learning(request, cycle):
    people, trainings = queries.trainings_with_counts(cycle)
    context = {
        "cycle": cycle,
        "people": people,
        "trainings": trainings,
        "certificates": certificates_with_counts(cycle),
        "resources": cycle.resources.all(),
    }
    return render(request, "events/learning.html", context)


@organizers
@require_safe
def missing(request, cycle, pk):
    training = get_object_or_404(cycle.trainings, pk=pk)
    people = queries.missing_people(training)
    context = {"cycle": cycle, "title": training.title, "people": people}
    return render(request, "events/training_missing.html", context)


@organizers
def item_add(request, cycle, kind):
    return _edit(request, cycle, kind, None)


@organizers
def item_edit(request, cycle, kind, pk):
    return _edit(request, cycle, kind, get_object_or_404(_items(cycle, kind), pk=pk))


@organizers
@require_POST
def item_delete(request, cycle, kind, pk):
    item = get_object_or_404(_items(cycle, kind), pk=pk)
    with refusals.shown(request):
        actions.remove(item, by=request.user, at=timezone.now())
        flash.success(request, _("“%(title)s” is deleted.") % {"title": item.title})
        return redirect(of_cycle("events:learning", cycle))
    return redirect(of_cycle("events:learning_edit", cycle, kind=kind, pk=pk))


def _edit(request, cycle, kind, item):
    _items(cycle, kind)
    form = FORMS[kind](request.POST or None, instance=item)
    form.instance.cycle = cycle
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(form.instance, form.cleaned_data, unchanged=form.unchanged)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("Saved."))
            if "another" in request.POST:
                return redirect(of_cycle("events:learning_add", cycle, kind=kind))
            return redirect(of_cycle("events:learning", cycle))
    context = {"cycle": cycle, "form": form, "kind": kind, "item": item}
    return render(request, "events/learning_edit.html", context)


def _items(cycle, kind):
    if kind not in FORMS:
        raise Http404
    return cycle.trainings if kind == "training" else cycle.resources
