from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from applications.models import Application
from applications.queries.open_points import open_points_for
from notifications import kinds
from notifications.keys import key_of
from notifications.models import Message
from pairing.actions import publication, signatures
from pairing.models import Board
from pairing.news.publication import context_of
from pairing.queries.publishing.early import early
from pairing.queries.publishing.publication import draft_news, plan_of
from pairing.queries.publishing.signatures import WANTED, signatories
from people import refusals
from people.numbers import number
from programs.access import ORGANIZER, organizers
from programs.actions import settings


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, cycle):
    board = Board.objects.select_related("run", "cycle__program").filter(cycle=cycle).first()
    if request.method == "POST":
        return _publish(request, cycle)
    if board is None or board.published_at or not board.proposals.standing().exists():
        messages.error(request, _("There is no draft to publish."))
        return redirect("pairing:board", cycle.program.slug, cycle.slug)
    plan = plan_of(board)
    group = request.GET.get("group", "")
    group = (
        group if plan.groups.get(group) else next(one for one in plan.groups if plan.groups[one])
    )
    context = {
        "cycle": cycle,
        "board": board,
        "plan": plan,
        "groups": [(name, len(plan.groups[name]), plan.sides_of(name)) for name in plan.groups],
        "group": group,
        "may_change": ORGANIZER in request.roles,
        "is_as_proved": _is_as_proved(board, plan),
        **_signing(request, cycle, board),
        **_sample(request, board, plan, group),
        **_not_told(cycle),
        "early": early(cycle, at=timezone.now()),
        "open_points": _open(request, cycle),
    }
    return render(request, "pairing/publish.html", context)


def _is_as_proved(board, plan):
    """Whether the draft is as good as the run it came from, which was proved best."""
    run = board.run
    total = sum(row.score for row in plan.proposals)
    return (
        run is not None
        and run.is_proved
        and (len(plan.proposals), total) == (run.pair_count, run.total_score)
    )


def _publish(request, cycle):
    if ORGANIZER not in request.roles:
        raise PermissionDenied
    seen, anyway = number(request.POST.get("version")), "anyway" in request.POST
    with refusals.shown(request):
        plan = publication.publish(
            cycle, by=request.user, at=timezone.now(), seen=seen, anyway=anyway
        )
        said = _("Published. %(n)d people will be told in ten minutes.")
        messages.success(request, said % {"n": plan.people_count})
        return redirect("pairing:board", cycle.program.slug, cycle.slug)
    return redirect("pairing:publish", cycle.program.slug, cycle.slug)


@organizers
@require_POST
def publish_undo(request, cycle):
    with refusals.shown(request):
        publication.take_back(cycle, by=request.user, at=timezone.now())
        messages.success(request, _("Taken back. Nobody was told."))
    return redirect("pairing:board", cycle.program.slug, cycle.slug)


@organizers
@require_POST
def publish_close_calls(request, cycle):
    """Take no more applications from this moment on, so that publishing cuts nobody off."""
    with refusals.shown(request):
        count = settings.close_calls(cycle, by=request.user, at=timezone.now())
        text = ngettext("%d call is closed.", "%d calls are closed.", count)
        messages.success(request, text % count)
    return redirect("pairing:publish", cycle.program.slug, cycle.slug)


@organizers
@require_POST
def publish_sign(request, cycle):
    """Sign the draft as it was shown, or take one's signature back."""
    facts = {"by": request.user, "at": timezone.now()}
    with refusals.shown(request):
        if request.POST.get("sign") == "take_back":
            signatures.take_back(cycle, **facts)
            said = _("Your signature is taken back.")
        else:
            signatures.sign(cycle, **facts, seen=number(request.POST.get("version")))
            said = _("Signed. Any change to the draft withdraws the signatures.")
        messages.success(request, said)
    return redirect("pairing:publish", cycle.program.slug, cycle.slug)


def _open(request, cycle):
    """Of those that publishing makes mentors and mentees, or leaves without a partner."""
    eligible = cycle.applications.for_pairs().eligible()
    return open_points_for(cycle, eligible, request.user, roles=request.roles)


def _signing(request, cycle, board):
    """Who has signed and who has not, where the cycle wants two signatures."""
    if not cycle.needs_two_signatures:
        return {"may_publish": True}
    lines = signatories(board)
    count = sum(line.signature is not None for line in lines)
    return {
        "signers": lines,
        "has_signed": any(line.signature and line.person == request.user for line in lines),
        "missing": max(0, WANTED - count),
        "may_publish": count >= WANTED,
    }


def _sample(request, board, plan, group):
    """One real message of a group; nobody previews the one about themselves."""
    people = [one for one in plan.groups[group] if one != request.user.pk]
    if not people:
        return {"sample_count": 0}
    place = min(max(number(request.GET.get("sample")) or 1, 1), len(people))
    news = draft_news(board, plan, people[place - 1])
    message = Message(to=news.person, kind=publication.KIND, about=key_of(board.cycle))
    subject, body = kinds.render_with(message, context_of(news, at=timezone.now()))
    return {
        "sample_count": len(people),
        "place": place,
        "before": place - 1 if place > 1 else None,
        "after": place + 1 if place < len(people) else None,
        "news": news,
        "subject": subject,
        "body": body,
    }


def _not_told(cycle):
    """Applications publishing says nothing about."""
    rows = cycle.applications.for_pairs()
    return {
        "undecided": rows.filter(status=Application.Status.SUBMITTED).count(),
        "refused": rows.filter(
            status=Application.Status.NOT_ELIGIBLE, told_at__isnull=True
        ).count(),
    }
