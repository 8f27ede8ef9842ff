from applications.actions import scoring
from applications.models import Criterion, Delegation


def make_criteria(cycle, *weights, side="mentee"):
    """One criterion for each weight: "Clear goal 1", "Clear goal 2" and so on."""
    role = cycle.roles.get(side=side)
    return [
        Criterion.objects.create(
            role=role, key=f"goal-{number}", name=f"Clear goal {number}", weight=weight
        )
        for number, weight in enumerate(weights, start=1)
    ]


def score(application, criteria, points, *, by, at, note="", proposal=""):
    """A review that gives these points, or "abstain" and "ask_me", in the order of the criteria."""
    given = {one.pk: value for one, value in zip(criteria, points, strict=True)}
    return scoring.save(application, scoring.Opinion(given, proposal, note), by=by, at=at)


def hand(application, member):
    Delegation.objects.create(application=application, member=member)
