from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from growth.binder.models import BinderItem
from growth.families.models import Criterion, JobLevel
from growth.families.queries import criteria_of
from growth.levels import actions, queries
from growth.levels.forms import AssessmentForm, CompareForm, EvidenceForm, LevelForm
from growth.levels.models import SelfAssessment
from growth.levels.permissions import people_who_share_with
from growth.setup.access import everybody_in_growth, growers
from growth.sharing import actions as sharing
from growth.sharing.models import Share
from growth.sharing.queries import readers_of
from people import refusals
from people.models import User


@growers
def levels(request):
    """One's own level beside the next one, or beside another that was chosen."""
    own = queries.own_level(request.user)
    if own is None:
        return redirect("growth:level_choose")
    return _page(request, own, _beside(request, own))


def _page(request, own, beside, form=None):
    typed = form.typed() if form else {}
    context = {
        "own": own,
        "ladder": queries.ladder(request.user, own, beside, typed=typed) if beside else None,
        "form": form,
        "stands": SelfAssessment.Stand.choices,
        "compare_form": CompareForm(own=own, initial={"beside": beside.pk if beside else None}),
        "is_next": beside == queries.next_level(own),
        "shares": readers_of(request.user, Share.What.LEVELS),
        "manager": User.objects.filter(reports=request.user).first(),
    }
    return render(request, "growth/levels/levels.html", _frame(context))


@growers
def level_choose(request):
    """Say which level one is at; HR facts suggest, the person chooses."""
    own = queries.own_level(request.user)
    form = LevelForm(request.POST or None, initial={"level": own.pk if own else None})
    if request.method == "POST" and form.is_valid():
        actions.choose_level(request.user, form.cleaned_data["level"], at=timezone.now())
        messages.success(request, _("Your level is saved. Only you see it."))
        return redirect("growth:levels")
    context = {"form": form, "suggested": queries.suggested(request.user), "own": own}
    return render(request, "growth/levels/level_choose.html", _frame(context))


@growers
@require_POST
def assess(request, level):
    """Save what was said about the level beside one's own, whichever button of the page was used."""
    beside = get_object_or_404(JobLevel.objects.select_related("family"), pk=level)
    form = AssessmentForm(request.POST, criteria=list(criteria_of(beside)))
    if form.is_valid():
        try:
            actions.assess(request.user, form.answers(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _after_saving(request, beside)
    own = queries.own_level(request.user)
    if own is None:
        return redirect("growth:level_choose")
    return _page(request, own, beside, form)


@growers
def evidence(request, pk):
    """Choose what shows it, from the binder or new."""
    criterion = get_object_or_404(
        Criterion.objects.select_related("level", "pillar"), pk=pk, archived_at__isnull=True
    )
    words = SelfAssessment.objects.filter(person=request.user, criterion=criterion).first()
    form = EvidenceForm(
        request.POST or None,
        items=BinderItem.objects.filter(person=request.user),
        chosen=words.shown_by.all() if words else (),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.show_by(
                request.user,
                criterion,
                form.cleaned_data.get("items", ()),
                new=form.new_item(),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_address(criterion.level))
    context = {"form": form, "criterion": criterion, "back": _address(criterion.level)}
    return render(request, "growth/levels/evidence.html", _frame(context))


@growers
@require_POST
def levels_share(request):
    manager = User.objects.filter(reports=request.user).first()
    if manager is None:
        raise Http404
    try:
        sharing.share(request.user, manager, Share.What.LEVELS, at=timezone.now())
    except ValidationError as error:
        messages.error(request, refusals.words(error))
    else:
        said = _("%(name)s can read your words. You can take that back at any time.")
        messages.success(request, said % {"name": manager})
    return redirect("growth:levels")


@everybody_in_growth
def shared_levels(request, person):
    owner = get_object_or_404(people_who_share_with(request.user), pk=person)
    context = {
        "owner": owner,
        "own": queries.own_level(owner),
        "assessments": queries.shared_words(owner),
        "nav_current": "growth",
    }
    return render(request, "growth/levels/shared_levels.html", context)


def _after_saving(request, beside):
    """On to what shows it, to goals of the plan, or back to the pillar that was saved."""
    criteria = {str(row.pk): row for row in criteria_of(beside)}
    if shown := criteria.get(request.POST.get("show")):
        return redirect("growth:level_evidence", pk=shown.pk)
    asked = request.POST.get("goal", "")
    gaps = list(criteria.values()) if asked == "all" else [criteria.get(asked)]
    if gaps != [None]:
        _make_goals(request, gaps)
        return redirect(_address(beside))
    messages.success(request, _("Your words are saved."))
    pillars = {str(row.pillar_id) for row in criteria.values()}
    pillar = request.POST.get("pillar")
    return redirect(_address(beside) + (f"#pillar-{pillar}" if pillar in pillars else ""))


def _make_goals(request, criteria):
    with refusals.shown(request):
        made = actions.make_goals(request.user, criteria, at=timezone.now())
        said = ngettext(
            "It is a goal in your plan.", "%(n)s gaps are goals in your plan.", len(made)
        )
        messages.success(request, said % {"n": len(made)})


def _beside(request, own):
    """The level asked for in the address, or the next one of the own family."""
    asked = request.GET.get("beside", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        levels = JobLevel.objects.select_related("family").exclude(pk=own.pk)
        return get_object_or_404(levels, pk=asked, family__archived_at__isnull=True)
    return queries.next_level(own)


def _address(level):
    return f"{reverse('growth:levels')}?beside={level.pk}"


def _frame(context):
    return {"growth_here": "levels", "nav_current": "growth", **context}
