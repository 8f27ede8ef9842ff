"""What a solve answers, in the file format of the command line."""

from dataclasses import asdict, dataclass, field
from typing import Any

from pairing.engine.values.terms import BadInput

OPTIMAL = "optimal"
INFEASIBLE = "infeasible"
NOT_TOLD = -1
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
        """Raises BadInput with one line when the content is not a result.

        What others' results may lack is left open and not checked: the digest of the instance,
        the objective asked for (told by the unit then) and the number of blocking pairs (-1).
        """
        try:
            return cls(
                status=_text(content["status"]),
                goal=_text(content.get("goal") or _goal_of(content["certificate"])),
                instance=_text(content.get("instance", "")),
                pairs=tuple(_pair_of(pair) for pair in content["pairs"]),
                unpaired=tuple(_unpaired(entry) for entry in content["unpaired"]),
                objective=_objective(content["objective"]),
                certificate=_certificate(content["certificate"]),
                blocking_pairs=_whole(content.get("blocking_pairs", NOT_TOLD)),
                clashing_locks=_pairs(content.get("clashing_locks", ())),
                stats=dict(content.get("stats", {})),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"{type(error).__name__} {error}".replace("\n", " ")
            raise BadInput(f"this is not a result: {reason}") from None


def _goal_of(certificate: Any) -> str:
    return "score" if certificate["unit"] == 0 else "pairs-then-score"


def _pair_of(entry: Any) -> PairOf:
    locked = entry.get("locked", False)
    if type(locked) is not bool:
        raise TypeError("locked is true or false")
    mentee, mentor = _text(entry["mentee"]), _text(entry["mentor"])
    return PairOf(mentee, mentor, _whole(entry["score"]), locked)


def _unpaired(entry: Any) -> Unpaired:
    allowed = _whole(entry.get("allowed_mentors", 0))
    return Unpaired(_text(entry["mentee"]), _text(entry.get("reason", "")), allowed)


def _objective(entry: Any) -> Objective:
    least = entry["minimum"]
    return Objective(
        pairs=_whole(entry["pairs"]),
        by_priority={_text(key): _whole(count) for key, count in entry["by_priority"].items()},
        score=_whole(entry["score"]),
        minimum=None if least is None else _whole(least),
    )


def _certificate(entry: Any) -> Certificate:
    return Certificate(
        unit=_whole(entry["unit"]),
        bound=_whole(entry["bound"]),
        mentee_prices=dict(entry["mentee_prices"]),
        mentor_prices=dict(entry["mentor_prices"]),
        vetoes=_pairs(entry.get("vetoes", ())),
        covers=_text(entry.get("covers", "")),
        extra=dict(entry.get("extra", {})),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("a whole number is needed")
    return value


def _pairs(content: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(mentee), _text(mentor)) for mentee, mentor in content)
