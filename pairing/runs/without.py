"""Why each of some people has no partner, true at this moment: from the last run, and from what was
done on the board since. A constant number of queries, however many people."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, F, Max, Q

from applications.models import Application
from pairing.models import Board, ToldWhy, Unpaired, Why
from pairing.rules.reasons import Without, of_run
from pairs.models import Pair
from programs.models import Role

Status = Application.Status
_IN_PAIRING = (Status.ELIGIBLE, Status.PAIRED)
# Changes of the board that begin a draft anew, and those that take a partner from somebody.
_NEW_DRAFTS = frozenset({"run", "settle", "draft"})
_TAKING = {"veto": Why.VETOED, "unpair": Why.TAKEN_OFF, "left": Why.PARTNER_LEFT, "pair": Why.MOVED}


def shown_on_board(board: Board, applications: Sequence[Application]) -> dict[int, Without]:
    """Beside the pairs of a board: once they are published, what is true now comes first."""
    found = on_board(board, applications)
    return found | now(applications) if board.published_at else found


def on_board(board: Board, applications: Sequence[Application]) -> dict[int, Without]:
    """Of people without a pair in the draft, by the number of the application; roles loaded."""
    if not applications:
        return {}
    ids = [row.pk for row in applications]
    said = {
        row.application_id: of_run(row)
        for row in Unpaired.objects.filter(run=board.run_id, application__in=ids)
    }
    since = _since_the_run(board, ids)
    doubtful = [pk for pk in ids if since.get(pk) == Why.PARTNER_LEFT or pk not in (said | since)]
    newcomers = _newcomers(board, doubtful)
    found = {}
    for row in applications:
        if row.status == Status.WAITLISTED:
            found[row.pk] = Without(Why.WAITLISTED)
        elif row.pk in since and not (since[row.pk] == Why.PARTNER_LEFT and row.pk in newcomers):
            found[row.pk] = Without(since[row.pk])
        elif row.pk not in said:
            found[row.pk] = Without(_unsaid(board, row.pk in newcomers))
    from_run = [row for row in applications if row.pk not in found]
    return found | _still_true(board, from_run, said)


def told(applications: Sequence[Application]) -> dict[int, Without]:
    """What people without a partner were told when pairs were published; what the board says, where
    that was not written down yet."""
    kept = ToldWhy.objects.filter(application__in=[row.pk for row in applications])
    found = {row.application_id: Without(Why(row.why), row.details) for row in kept}
    missing = [row for row in applications if row.pk not in found]
    boards = Board.objects.filter(cycle__in={row.cycle_id for row in missing})
    for board in boards.select_related("run") if missing else []:
        found |= on_board(board, [row for row in missing if row.cycle_id == board.cycle_id])
    return found


def now(applications: Sequence[Application]) -> dict[int, Without]:
    """Once pairs are published: of those whose pair is over, of those who were told why they have
    none, and of those who were decided since. Whoever is in a pair and has room is left out."""
    ids = [row.pk for row in applications]
    found = {
        row.pk: Without(Why.CAME_LATER) for row in applications if row.status == Status.ELIGIBLE
    }
    for row in ToldWhy.objects.filter(application__in=ids):
        found[row.application_id] = Without(Why(row.why), row.details)
    theirs = Pair.objects.with_member(participation__application__in=ids)
    ended = theirs.filter(state=Pair.State.ENDED).order_by("ended_at", "pk")
    for pair in ended.with_people():
        is_repaired = pair.end_reason == Pair.EndReason.REPAIRED
        why = Without(Why.REPAIRED if is_repaired else Why.PAIR_ENDED)
        numbers = (one.application_id for one in pair.everybody)
        found |= {number: why for number in numbers if number is not None}
    return found


def of_late(applications: Sequence[Application]) -> dict[int, Without]:
    """Of people decided after pairs were published."""
    return {
        row.pk: Without(Why.WAITLISTED if row.status == Status.WAITLISTED else Why.CAME_LATER)
        for row in applications
    }


def keep(board: Board, found: dict[int, Without]) -> None:
    """Write down what these are told."""
    ToldWhy.objects.bulk_create(
        [
            ToldWhy(board=board, application_id=pk, why=without.why, details=without.details)
            for pk, without in found.items()
        ],
        update_conflicts=True,  # somebody who was told, left and was reviewed anew
        unique_fields=["application"],
        update_fields=["board", "why", "details"],
        batch_size=500,
    )


def _unsaid(board: Board, is_newcomer: bool) -> Why:
    """The run paired them, or did not know them."""
    if board.run_id is None:
        return Why.NO_RUN
    return Why.CAME_LATER if is_newcomer else Why.PARTNER_LEFT


def _since_the_run(board: Board, ids: Iterable[int]) -> dict[int, Why]:
    """What took their partner, or gave them room, since the draft was made."""
    wanted, found = set(ids), {}
    changes = board.changes.filter(version__in=_standing(board), action__in=[*_TAKING, "places"])
    for change in changes.order_by("version"):
        if change.action == "places":
            mentor, before = change.data["capacity"]
            if change.data["places"] > before:
                found[mentor] = Why.MORE_PLACES
        for pair in change.data["removed"]:
            found[pair["mentor_id"]] = _TAKING[change.action]
            found[pair["mentee_id"]] = _TAKING[change.action]
    for pair in board.proposals.fallen():
        found |= {pair.mentor_id: Why.PARTNER_LEFT, pair.mentee_id: Why.PARTNER_LEFT}
    return {pk: why for pk, why in found.items() if pk in wanted}


def _standing(board: Board) -> list[int]:
    """Versions of the changes since the draft was made that were not undone."""
    standing: list[tuple[int, str]] = []
    rows = board.changes.order_by("version").values_list("version", "action", "data__undoes")
    for version, action, undone in rows:
        if action == "undo":
            standing = [one for one in standing if one[0] != undone]
        else:
            standing.append((version, action))
    begun = [place for place, one in enumerate(standing) if one[1] in _NEW_DRAFTS]
    return [version for version, _action in standing[begun[-1] + 1 if begun else 0 :]]


def _newcomers(board: Board, ids: Iterable[int]) -> set[int]:
    """Those of them who became eligible after the last run had begun."""
    begun, wanted = board.run.created_at if board.run else None, list(ids)
    if begun is None or not wanted:
        return set()
    rows = Application.objects.filter(pk__in=wanted)
    became = Max("moves__at", filter=Q(moves__to_status=Status.ELIGIBLE))
    known = rows.annotate(became=became).values_list("pk", "became", "submitted_at", "started_at")
    return {
        pk for pk, became, submitted, started in known if (became or submitted or started) >= begun
    }


def _still_true(
    board: Board, applications: Sequence[Application], said: dict[int, Without]
) -> dict[int, Without]:
    """What the run said, unless somebody has become free since who might change it."""
    found = {}
    for side in (Role.Side.MENTEE, Role.Side.MENTOR):
        rows = [row for row in applications if row.role.side == side]
        free = _free_since(board, side) if rows else set()
        came = _newcomers(board, free)
        for row in rows:
            without = said[row.pk]
            # Whom the rules allow nobody, only somebody whom the run did not know can help.
            others = came if without.why in {Why.RULES, Why.VETOED} else free
            is_settled = without.why in {Why.MENTOR_ONLY, Why.VETOED}
            found[row.pk] = Without(Why.CHANGED) if others and not is_settled else without
    return found


def _free_since(board: Board, side: str) -> set[int]:
    """People of the other side without a partner, or with room, whom the run had not left so."""
    other = Role.Side.MENTOR if side == Role.Side.MENTEE else Role.Side.MENTEE
    rows = Application.objects.filter(cycle=board.cycle_id, role__side=other)
    rows = rows.filter(status__in=_IN_PAIRING)
    left = Unpaired.objects.filter(run=board.run_id).values("application")
    name = f"proposals_as_{other}"
    partner = "mentee" if other == Role.Side.MENTOR else "mentor"
    standing = Q(**{f"{name}__board": board, f"{name}__{partner}__status__in": _IN_PAIRING})
    places = F("capacity") if other == Role.Side.MENTOR else 1
    rows = rows.exclude(pk__in=left).annotate(taken=Count(name, filter=standing))
    return set(rows.filter(taken__lt=places).values_list("pk", flat=True))
