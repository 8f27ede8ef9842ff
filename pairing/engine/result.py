"""What a solve answers, in the file format of the command line."""

from dataclasses import asdict, dataclass, field
from typing import Any

from pairing.engine.instance import BadInput

OPTIMAL = "optimal"
INFEASIBLE = "infeasible"
OBJECTIVES = ("pairs-then-score", "score", "max-min", "stable")


@dataclass(frozen=True)
class PairOf:
    """One mentee with one mentor; `locked` pairs were given, not chosen."""

    mentee: str
    mentor: str
    score: int
    locked: bool = False


@dataclass(frozen=True)
class Unpaired:
    """A mentee without a mentor. `reason` is a code: no-allowed-mentor, stronger-claims,
    no-gain or not-stable; `allowed_mentors` says how many could take them by the rules."""

    mentee: str
    reason: str
    allowed_mentors: int


@dataclass(frozen=True)
class Objective:
    """What was reached: number of pairs, pairs per priority, sum and least of the scores."""

    pairs: int = 0
    by_priority: dict[str, int] = field(default_factory=dict)
    score: int = 0
    minimum: int | None = None


@dataclass(frozen=True)
class Certificate:
    """Prices that prove the objective cannot be beaten.

    Every allowed pair costs at least `unit` x priority + score, and all prices together
    (`bound`) are worth exactly the pairing. A locked mentee's price is None. `vetoes` are the
    pairs forbidden to break two-cycles, `covers` says in words what is proved and what not.
    `extra` holds what one objective needs beyond that (max-min: the threshold and the second
    set of prices).
    """

    unit: int = 0
    bound: int = 0
    mentee_prices: dict[str, int | None] = field(default_factory=dict)
    mentor_prices: dict[str, int] = field(default_factory=dict)
    vetoes: tuple[tuple[str, str], ...] = ()
    covers: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The pairing and its proof. Infeasible means `clashing_locks` cannot all be kept."""

    status: str
    goal: str
    instance: str
    pairs: tuple[PairOf, ...] = ()
    unpaired: tuple[Unpaired, ...] = ()
    objective: Objective = field(default_factory=Objective)
    certificate: Certificate = field(default_factory=Certificate)
    blocking_pairs: int = 0
    clashing_locks: tuple[tuple[str, str], ...] = ()
    stats: dict[str, Any] = field(default_factory=dict)

    @property
    def mentor_of(self) -> dict[str, str]:
        return {pair.mentee: pair.mentor for pair in self.pairs}

    def to_json(self) -> dict[str, Any]:
        """Plain lists and objects. Everything but `stats.seconds` depends on the input alone."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Any) -> "Result":
        """Raises BadInput with one line when the content is not a result."""
        try:
            return cls(
                status=str(content["status"]),
                goal=str(content["goal"]),
                instance=str(content["instance"]),
                pairs=tuple(PairOf(**pair) for pair in content["pairs"]),
                unpaired=tuple(Unpaired(**entry) for entry in content["unpaired"]),
                objective=Objective(**content["objective"]),
                certificate=_certificate(content["certificate"]),
                blocking_pairs=content["blocking_pairs"],
                clashing_locks=_pairs(content["clashing_locks"]),
                stats=dict(content["stats"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(f"this is not a result: {type(error).__name__} {error}") from None


def _certificate(content: dict[str, Any]) -> Certificate:
    return Certificate(**{**content, "vetoes": _pairs(content["vetoes"])})


def _pairs(content: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(mentee), str(mentor)) for mentee, mentor in content)
