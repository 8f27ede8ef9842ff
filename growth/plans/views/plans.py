"""The plan itself: beginning it, writing in it, its versions, and the sheet for the review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from growth.plans import queries
from growth.plans.actions import revisions
from growth.plans.forms import BeginForm, NextStepsForm, NextVersionForm, PlanForm
from growth.plans.models import PlanTemplate
from growth.plans.permissions import own_revisions, shared_revisions
from growth.setup.access import everybody_in_growth, growers
from growth.sharing.models import Share
from growth.sharing.queries import readers_of


@growers
def plan(request):
    """The version somebody works on, or ways to begin."""
    revision = queries.current(request.user)
    if revision is None:
        context = _frame({"templates": queries.templates()})
        return render(request, "growth/plans/plan_empty.html", context)
    shares = [
        share
        for share in readers_of(request.user, Share.What.PLAN)
        if share.revision_id == revision.pk
    ]
    manager = revision.plan.person.manager
    context = {
        "board": queries.board(revision, today=timezone.localdate()),
        "revision": revision,
        "has_texts": any(row.text for row in revision.texts.all()),
        "current_shares": shares,
        "manager": manager,
        "is_shared_with_manager": any(share.reader == manager for share in shares),
        "linkable": queries.goals_to_link(request.user, revision)[:5],
        "next_template": queries.next_template(revision),
    }
    return render(request, "growth/plans/plan_detail.html", _frame(context))


@growers
def plan_begin(request, template):
    chosen = get_object_or_404(
        PlanTemplate.objects.prefetch_related("prompts"), slug=template, archived_at__isnull=True
    )
    if request.method != "POST" and queries.current(request.user) is not None:
        return redirect("growth:plan_next", template=template)
    initial = {"starts_on": timezone.localdate()}
    form = BeginForm(request.POST or None, template=chosen, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            revisions.begin(
                request.user,
                chosen,
                form.values(),
                starts_on=form.cleaned_data["starts_on"],
                after=0,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your plan is begun. Now add a first goal."))
            return redirect("growth:plan")
    context = {"form": form, "template": chosen}
    return render(request, "growth/plans/plan_begin.html", _frame(context))


@growers
def plan_edit(request):
    revision = queries.current(request.user)
    if revision is None:
        return redirect("growth:plan")
    form = PlanForm(request.POST or None, revision=revision)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            revisions.change(revision, form.values(), at=timezone.now(), seen=seen)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your plan is saved."))
            return redirect("growth:plan")
    return render(request, "growth/plans/plan_edit.html", _frame({"form": form}))


@growers
def plan_next(request, template):
    """Revisit the plan: close this version and begin the next."""
    before = queries.current(request.user)
    if before is None:
        return redirect("growth:plan_begin", template=template)
    chosen = get_object_or_404(
        PlanTemplate.objects.prefetch_related("prompts"), slug=template, archived_at__isnull=True
    )
    shares = readers_of(request.user, Share.What.PLAN).filter(revision=before)
    form = NextVersionForm(
        request.POST or None,
        template=chosen,
        before=before,
        is_shared=bool(shares),
        initial={"starts_on": timezone.localdate(), "aim": before.aim},
    )
    if request.method == "POST" and form.is_valid():
        try:
            begun = revisions.begin(
                request.user,
                chosen,
                form.values(),
                starts_on=form.cleaned_data["starts_on"],
                after=form.cleaned_data["after"],
                at=timezone.now(),
                carry=[goal.pk for goal in form.cleaned_data["carry"]],
                share_again=form.cleaned_data.get("share_again", False),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("Version %(number)s of your plan is begun. The one before stays readable.")
            messages.success(request, said % {"number": begun.number})
            return redirect("growth:plan")
    context = {
        "form": form,
        "template": chosen,
        "templates": queries.templates(),
        "before": before,
        "shares": shares,
    }
    return render(request, "growth/plans/plan_next.html", _frame(context))


@growers
def plan_next_steps(request):
    """The text for the performance review."""
    revision = queries.current(request.user)
    if revision is None:
        return redirect("growth:plan")
    initial = {"next_steps": revision.next_steps, "seen": revision.changed_at.isoformat()}
    form = NextStepsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {"next_steps": form.cleaned_data["next_steps"]}
        try:
            seen = form.cleaned_data["seen"]
            revisions.change(revision, values, at=timezone.now(), seen=seen)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your next steps are saved."))
            return redirect("growth:plan_sheet")
    return render(request, "growth/plans/next_steps.html", _frame({"form": form}))


@growers
def plan_sheet(request):
    """Aim, goals and next steps on one page, to print or to save as a file."""
    revision = queries.current(request.user)
    if revision is None:
        return redirect("growth:plan")
    context = {
        "revision": revision,
        "board": queries.board(revision, today=timezone.localdate(), for_reader=True),
    }
    return render(request, "growth/plans/plan_sheet.html", _frame(context))


@growers
def version_list(request):
    context = {"versions": queries.versions(request.user)}
    return render(request, "growth/plans/version_list.html", _frame(context))


@growers
def version_detail(request, number):
    """An earlier version as it was when it was closed; the current one is the plan's own page."""
    own = queries.with_everything(own_revisions(request.user))
    revision = get_object_or_404(own, number=number)
    if revision.is_current:
        return redirect("growth:plan")
    context = {
        "revision": revision,
        "board": queries.board(revision, today=timezone.localdate()),
        "shares": readers_of(request.user, Share.What.PLAN).filter(revision=revision),
    }
    return render(request, "growth/plans/version_detail.html", _frame(context))


@everybody_in_growth
def shared_plan(request, pk):
    """Somebody else's plan, to read, as long as they share it."""
    revision = get_object_or_404(queries.with_everything(shared_revisions(request.user)), pk=pk)
    board = queries.board(revision, today=timezone.localdate(), for_reader=True)
    context = {"revision": revision, "board": board, "owner": revision.plan.person}
    return render(request, "growth/plans/shared_plan.html", {"nav_current": "growth", **context})


def _frame(context):
    return {"growth_here": "plan", "nav_current": "growth", **context}
