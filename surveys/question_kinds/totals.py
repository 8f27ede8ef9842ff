"""What a group answered to one question, ready to draw."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    percent: int
    tone: int  # 1 to 5, from the low end to the high end


@dataclass(frozen=True)
class Totals:
    """`mean` of numbers, `agree` the percentage in the upper two fifths of a scale, `score` from
    -100 to 100 of a recommendation."""

    answered: int
    bars: list[Bar]
    mean: float | None = None
    agree: int | None = None
    score: int | None = None


def bars(counted: list[tuple[str, int]], answered: int) -> list[Bar]:
    last = max(len(counted) - 1, 1)
    return [
        Bar(label, n, round(100 * n / answered) if answered else 0, 1 + round(4 * place / last))
        for place, (label, n) in enumerate(counted)
    ]
