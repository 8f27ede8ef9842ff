"""What changed for people: the same statement before, midway and after.

Means of groups, never of a person: anonymous answers of three surveys cannot be joined. A statement
counts where its key and its scale are the same and both the first and the last mean may be shown.
"""

from dataclasses import dataclass

from outcomes.queries.feedback import Average, SurveyAverages
from programs.models import CycleSurvey

SIDES = ("mentees", "mentors")
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Change:
    question: Average
    before: float
    midway: float | None
    after: float

    @property
    def by(self) -> float:
        return round(self.after - self.before, 1)


def changes_of(feedback: list[SurveyAverages]) -> dict[str, list[Change]]:
    """By group, the largest rise first. Everybody together only where no group can be told apart."""
    by_kind = {one.planned.kind: {a.key: a for a in one.averages} for one in feedback}
    kinds = CycleSurvey.Kind
    before, midway, after = (
        by_kind.get(kind, {}) for kind in (kinds.BASELINE, kinds.MIDWAY, kinds.END)
    )
    found = {side: _of_group(side, before, midway, after) for side in SIDES}
    if not any(found.values()):
        found = {EVERYBODY: _of_group(EVERYBODY, before, midway, after)}
    return {group: changes for group, changes in found.items() if changes}


def _of_group(
    group: str, before: dict[str, Average], midway: dict[str, Average], after: dict[str, Average]
) -> list[Change]:
    changes = []
    for key, last in after.items():
        first = before.get(key)
        if first is None or (first.low, first.high) != (last.low, last.high):
            continue
        between = midway.get(key)
        then, now = getattr(first, group), getattr(last, group)
        if then is not None and now is not None:
            is_same = between is not None and (between.low, between.high) == (last.low, last.high)
            halfway = getattr(between, group) if is_same else None
            changes.append(Change(last, before=then, midway=halfway, after=now))
    return sorted(changes, key=lambda change: -change.by)
