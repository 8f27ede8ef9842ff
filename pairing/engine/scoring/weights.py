"""Weights of a cycle to whole points that make 100."""

from collections.abc import Mapping

from pairing.engine.scoring.criteria import criteria
from pairing.engine.scoring.layers import spread
from pairing.engine.values.terms import BadInput

PERFECT = 100
Weights = Mapping[str, int]


def default_weights() -> dict[str, int]:
    """What a new cycle starts with, by key of the criterion."""
    return {criterion.key: criterion.weight for criterion in criteria()}


def points_of(weights: Weights | None) -> dict[str, int]:
    """The most each criterion can earn, together 100, in the order pages show them.

    A criterion left out has weight 0. Raises BadInput for an unknown name, a negative or broken
    weight, or when no weight is above 0.
    """
    given = default_weights() if weights is None else dict(weights)
    names = [criterion.key for criterion in criteria()]
    for name, weight in given.items():
        if name not in names:
            raise BadInput(f"unknown criterion {name!r}; known are {', '.join(names)}")
        if type(weight) is not int or weight < 0:
            raise BadInput(f"the weight of {name} must be a whole number of at least 0")
    values = [given.get(name, 0) for name in names]
    if not any(values):
        raise BadInput("at least one criterion needs a weight above 0")
    return dict(zip(names, spread(PERFECT, values), strict=True))
