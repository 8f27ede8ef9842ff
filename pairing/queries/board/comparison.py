"""Two runs of a cycle beside each other: who keeps their mentor, who moves, who is new."""

from dataclasses import dataclass

from applications.models import Application
from pairing import files
from pairing.models import Run, RunFile
from people.models import User

SHOWN = 20


@dataclass(frozen=True)
class Difference:
    """One mentee whose mentor differs; a name is empty where there is none."""

    mentee: str
    before: str
    after: str
    points: int


@dataclass(frozen=True)
class Comparison:
    older: Run
    newer: Run
    kept: int
    moved: int
    new: int
    lost: int
    shown: list[Difference]

    @property
    def points(self) -> int:
        return self.newer.total_score - self.older.total_score

    @property
    def both(self) -> tuple[Run, Run]:
        return self.newer, self.older

    @property
    def unseen(self) -> int:
        return self.moved + self.new + self.lost - len(self.shown)


def compare(one: Run, other: Run, viewer: User) -> Comparison | None:
    """None if one of the two did not finish. Nobody reads here about themselves."""
    older, newer = sorted((one, other), key=lambda run: run.number)
    before, after = _pairs(older), _pairs(newer)
    if before is None or after is None:
        return None
    changed = [
        who for who in before.keys() | after.keys() if _mentor(before, who) != _mentor(after, who)
    ]
    both = [who for who in changed if who in before and who in after]
    new = [who for who in changed if who not in before]
    return Comparison(
        older=older,
        newer=newer,
        kept=len(before.keys() | after.keys()) - len(changed),
        moved=len(both),
        new=len(new),
        lost=len(changed) - len(both) - len(new),
        shown=_named(sorted(changed, key=int), before, after, viewer),
    )


_Pairs = dict[str, tuple[str, int]]


def _pairs(run: Run) -> _Pairs | None:
    kept = RunFile.objects.filter(run=run).first()
    if kept is None:
        return None
    _instance, result = files.unpack(bytes(kept.content))
    return {pair.mentee: (pair.mentor, pair.score) for pair in result.pairs}


def _mentor(pairs: _Pairs, mentee: str) -> str:
    return pairs.get(mentee, ("", 0))[0]


def _named(changed: list[str], before: _Pairs, after: _Pairs, viewer: User) -> list[Difference]:
    trios = [(who, _mentor(before, who), _mentor(after, who)) for who in changed]
    ids = {int(one) for trio in trios for one in trio if one}
    people = Application.objects.filter(pk__in=ids).exclude(person=viewer)
    names = {str(pk): name for pk, name in people.values_list("pk", "name")} | {"": ""}
    return [
        Difference(
            names[who],
            names[was],
            names[now],
            after.get(who, ("", 0))[1] - before.get(who, ("", 0))[1],
        )
        for who, was, now in trios
        if {who, was, now} <= names.keys()
    ][:SHOWN]
