"""What the engine says about a whole cycle: who is short, what would help, who fares how.

Worked out on the people as they are now, put into plain numbers and ids (no names, so that it can be
kept and shown to different people), and kept until something it depends on changes.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum

from applications.models import Application, ApplicationMove
from pairing.engine import OBJECTIVES, BadInput, Instance, State, solve
from pairing.engine.difference import Difference
from pairing.engine.reasons.cycle import (
    Recruit,
    Relaxation,
    fairness,
    recruits,
    relaxations,
    shortages,
)
from pairing.engine.scoring import Cohort
from pairing.models import Board
from pairing.runs import calculation, cohort
from pairs.models import PairMember
from programs.models import Cycle, Role

AT_ONCE = 250_000  # possible pairs up to which a page works this out while somebody waits
KEPT_FOR = 3600
ASKED_FOR = 120
MOST_STUCK = 10
MOST_GROUPS = 12
Findings = dict[str, Any]


def kept(cycle: Cycle) -> Findings | None:
    """What was worked out before, if nothing has changed since."""
    return cache.get(_name(cycle))


def people_of(cycle: Cycle) -> QuerySet[Application]:
    """Before the first run also those whom nobody has decided about yet: while the calls are open
    there is time to find whoever is missing."""
    states = [Application.Status.ELIGIBLE]
    if not Board.objects.filter(cycle=cycle, run__isnull=False).exists():
        states.append(Application.Status.SUBMITTED)
    return Application.objects.filter(cycle=cycle, status__in=states)


def fits_at_once(cycle: Cycle) -> bool:
    rows = people_of(cycle)
    sides = dict(rows.values_list("role__side").annotate(Count("pk")).order_by())
    return sides.get(Role.Side.MENTOR, 0) * sides.get(Role.Side.MENTEE, 0) <= AT_ONCE


def is_first_to_ask(cycle: Cycle) -> bool:
    """For large cycles a worker does it; only the first who asks starts one."""
    return cache.add(f"{_name(cycle)}:asked", 1, ASKED_FOR)


def work_out(cycle: Cycle, *, at: datetime) -> Findings:
    """Score, solve and ask everything, and keep the answers."""
    name = _name(cycle)
    findings = {"at": at.isoformat()} | _worked_out(cycle, at)
    cache.set(name, findings, KEPT_FOR)
    return findings


def _name(cycle: Cycle) -> str:
    """Changes with everything the answers depend on, but what people say in their answers: that
    only shows after an hour, or when it is worked out again."""
    people = people_of(cycle).aggregate(n=Count("pk"), places=Sum("capacity"))
    move = ApplicationMove.objects.filter(application__cycle=cycle).aggregate(at=Max("pk"))
    board = Board.objects.filter(cycle=cycle).values_list("version", flat=True).first()
    rules, weights = cohort.rules_of(cycle), sorted(cohort.weights_of(cycle).items())
    seen = repr([people["n"], people["places"], move["at"], board, rules, weights])
    digest = hashlib.blake2b(seen.encode(), digest_size=12).hexdigest()
    return f"pairing-findings:{cycle.pk}:{digest}"


def _worked_out(cycle: Cycle, at: datetime) -> Findings:
    people = people_of(cycle)
    try:
        entries = cohort.entries(cycle, at=at, people=people)
        scored = calculation.cohort_of(
            entries, week=cohort.week_of(cycle, at), seed=cycle.pairing_seed
        )
        if not (scored.instance.mentees and scored.instance.mentors):
            return {"problem": ""}
        state = State.solve(scored.instance)
    except BadInput as error:
        return {"problem": str(error)}
    return {
        "undecided": people.for_pairs().filter(status=Application.Status.SUBMITTED).count(),
        "possible": int((state.seating().seat >= 0).sum()),
        "shortage": {
            "mentors_only": len(scored.shortage.mentors_only),
            "with": scored.shortage.served_with,
            "without": scored.shortage.served_without,
        },
        **_stuck(scored),
        "short": [asdict(proof) for proof in shortages(state)],
        "recruits": [_recruit(one) for one in recruits(state, scored)],
        "relaxations": [_relaxation(one) for one in relaxations(state, scored)],
        "fairness": _fairness(state, scored, cycle),
        "aims": [_aim(scored.instance, aim) for aim in OBJECTIVES],
    }


def _stuck(scored: Cohort) -> Findings:
    """Those whom no rule lets through, with counts of what each rule removes."""
    instance = scored.instance
    mentees = [instance.mentees[row] for row in _nobody(instance, 1)]
    mentors = [instance.mentors[column] for column in _nobody(instance, 0)]
    found = [
        {"id": int(one), "details": calculation.details_of(scored, one, 0)}
        for one in sorted(mentees, key=int)[:MOST_STUCK]
    ]
    found += [{"id": int(one), "details": {}} for one in sorted(mentors, key=int)[:MOST_STUCK]]
    return {"stuck": found[:MOST_STUCK], "stuck_count": len(mentees) + len(mentors)}


def _nobody(instance: Instance, axis: int) -> list[int]:
    """Rows (axis 1) or columns (axis 0) without a single allowed pair."""
    free: list[bool] = np.any(instance.allowed >= 0, axis=axis).tolist()
    return [place for place, is_free in enumerate(free) if not is_free]


def _gain(difference: Difference | None) -> Findings | None:
    if difference is None:
        return None
    return {
        "pairs": difference.pairs_after - difference.pairs_before,
        "points": difference.points,
        "moves": len(difference.moves),
    }


def _recruit(one: Recruit) -> Findings:
    own = {"like": one.like, "division": one.division, "zone": one.zone, "level": one.level}
    return own | {"gain": _gain(one.difference)}


def _relaxation(one: Relaxation) -> Findings:
    pair = [one.mentee, one.mentor] if one.mentee and one.mentor else None
    return {"rule": one.rule, "pair": pair, "one": _gain(one.one), "off": _gain(one.off)}


def _aim(instance: Instance, aim: str) -> Findings:
    result = solve(instance, aim)
    figures = result.objective
    return {
        "aim": aim,
        "pairs": figures.pairs,
        "score": figures.score,
        "least": figures.minimum,
        "blocking": result.blocking_pairs,
    }


def _fairness(state: State, scored: Cohort, cycle: Cycle) -> Findings:
    spread = fairness(state, scored)
    groups = {kind: [asdict(one) for one in some] for kind, some in spread.groups.items()}
    groups["first"] = _first_timers(state, scored, cycle)
    for kind, some in groups.items():
        some.sort(key=lambda one: (one["paired"] / one["people"], one["mean"] or 0, one["name"]))
        groups[kind] = some[:MOST_GROUPS]
    return {"worst": spread.worst, "groups": groups}


def _first_timers(state: State, scored: Cohort, cycle: Cycle) -> list[Findings]:
    """Mentees who were in no pair before, beside the others."""
    persons = {one.id: int(one.person_id) for one in scored.mentees}
    rows = PairMember.objects.mentees().filter(participation__person__in=persons.values())
    before = set(rows.exclude(pair__cycle=cycle).values_list("participation__person", flat=True))
    seats = state.seating()
    names = [scored.instance.mentees[place] for place in state.problem.rows.tolist()]
    points: dict[str, list[int | None]] = {}
    for name, seat, score in zip(names, seats.seat, seats.points.tolist(), strict=True):
        kind = "again" if persons[name] in before else "first"
        points.setdefault(kind, []).append(score if seat >= 0 else None)
    return [_group(kind, scores) for kind, scores in points.items()]


def _group(name: str, scores: list[int | None]) -> Findings:
    paired = [score for score in scores if score is not None]
    return {
        "name": name,
        "people": len(scores),
        "paired": len(paired),
        "mean": round(sum(paired) / len(paired), 1) if paired else None,
        "least": min(paired, default=None),
    }
