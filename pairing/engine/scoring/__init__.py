"""From people to an instance: criteria earn points, rules refuse pairs, both can explain."""

from pairing.engine.scoring.cohort import Cohort, Part, Refusal, build
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules import HARD, OFF, PairLists, RuleChoice, Rules
from pairing.engine.scoring.weights import Weights, default_weights

__all__ = [
    "HARD",
    "OFF",
    "Cohort",
    "PairLists",
    "Part",
    "Person",
    "Refusal",
    "RuleChoice",
    "Rules",
    "Weights",
    "build",
    "default_weights",
]
