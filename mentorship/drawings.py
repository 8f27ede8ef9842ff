"""The braid: two strands that cross once per session, as SVG. Pure functions of numbers and labels."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

STRANDS = ((1, "m"), (-1, "e"))  # mentor begins above, mentee below


class Braid:
    """Where the strands and the points of `points` meetings lie on a canvas of `width` by `height`."""

    def __init__(self, points: int, width: int, height: int):
        self.points, self.width, self.height = points, width, height
        self.step = width / (points + 0.5)
        self.first = self.step * 0.75
        self.mid = height / 2
        self.swing = height * 0.36

    def x(self, point: int) -> float:
        return self.first + point * self.step

    def bow(self, sign: int, left: float, right: float) -> str:
        y = self.mid + sign * self.swing * 1.35
        reach = self.step * 0.36
        return f"C{left + reach:.1f} {y:.1f} {right - reach:.1f} {y:.1f} {right:.1f} {self.mid}"

    def lead_in(self, sign: int) -> str:
        """The loose end before the first meeting."""
        x, y = self.first - self.step * 0.7, self.mid + sign * self.swing * 0.9
        near, middle = self.first - self.step * 0.4, self.first - self.step * 0.25
        return (
            f"M{x:.1f} {y:.1f}C{near:.1f} {y:.1f} {middle:.1f} "
            f"{self.mid + sign * self.swing * 0.5:.1f} {self.first:.1f} {self.mid}"
        )

    def bows(self, sign: int, start: int, end: int) -> str:
        return "".join(
            self.bow(-sign if point % 2 else sign, self.x(point - 1), self.x(point))
            for point in range(start, end)
        )


def braid(
    points: int, done: int, *, height: int, width: int, labels: Sequence[str] = (), plain: bool
) -> SafeString:
    """A braid of `points` meetings, `done` of them held; the rest is dotted. Plain: decoration."""
    plan = Braid(points, width, height)
    strands = [path for sign, role in STRANDS for path in _strand(plan, sign, role, done)]
    marks = [_mark(plan, point, done, plain=plain) for point in range(points)]
    words = format_html_join(
        "",
        '<text class="lab {}" x="{}" y="{}">{}</text>',
        (
            ("now" if k == done else "past" if k < done else "", f"{plan.x(k):.1f}", height + 12, t)
            for k, t in enumerate(labels[:points])
        ),
    )
    said = _("%(done)s of %(points)s sessions held") % {"done": done, "points": points}
    role = (
        mark_safe('aria-hidden="true"')
        if plain
        else format_html('role="img" aria-label="{}"', said)
    )
    return format_html(
        '<svg class="braid" viewBox="0 0 {} {}" {}>{}{}{}</svg>',
        width,
        height + (18 if labels else 0),
        role,
        mark_safe("".join(strands)),
        mark_safe("".join(marks)),
        words,
    )


def _strand(plan: Braid, sign: int, role: str, done: int) -> list[SafeString]:
    """One person's strand: solid through the meetings held, dotted after them."""
    paths = []
    rest = f"M{plan.x(max(done, 1) - 1):.1f} {plan.mid}"
    if done:
        held = plan.lead_in(sign) + plan.bows(sign, 1, done)
        paths.append(format_html('<path class="{}" d="{}"/>', role, held))
    else:
        rest = plan.lead_in(sign)
    rest += plan.bows(sign, max(done, 1), plan.points)
    return [*paths, format_html('<path class="{} rest" d="{}"/>', role, rest)]


def _mark(plan: Braid, point: int, done: int, *, plain: bool) -> SafeString:
    x = plan.x(point)
    if point < done and not plain:
        tick = f"M{x - 3.4:.1f} {plan.mid + 0.2:.1f}l2.4 2.5 4.4-5"
        return format_html(
            '<circle cx="{}" cy="{}" r="8" fill="var(--ink)"/><path class="held" d="{}"/>',
            f"{x:.1f}",
            plan.mid,
            tick,
        )
    if plain:
        radius, stroke, thick = 6.5, "--ink", 2.5
    elif point == done:
        radius, stroke, thick = 8, "--ink", 3
    else:
        radius, stroke, thick = 6, "--line-strong", 2
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="var(--surface)" stroke="var({})" stroke-width="{}"/>',
        f"{x:.1f}",
        plan.mid,
        radius,
        stroke,
        thick,
    )


def _bow(start: float, end: float, mid: float, y: float, *, reach: float) -> str:
    """A curve along the middle line that swings out to y; a negative reach goes to the left."""
    return f"C{start + reach:.1f} {y:.1f} {end - reach:.1f} {y:.1f} {end:.1f} {mid}"


def braidband(points: int, *, width: int = 1440, height: int = 150) -> SafeString:
    """The braid from edge to edge with softly filled lenses: decoration of the program page."""
    step, mid = width / points, height / 2
    start, reach, swing = -step / 2, step * 0.36, height * 0.36 * 1.33

    def bow(sign: int, left: float, right: float, *, back: bool = False) -> str:
        return _bow(left, right, mid, mid + sign * swing, reach=-reach if back else reach)

    def strand(sign: int) -> str:
        return "".join(bow(sign if k % 2 else -sign, a, b) for k, (a, b) in enumerate(spans))

    spans = [(start + k * step, start + (k + 1) * step) for k in range(points + 1)]
    lenses = format_html_join(
        "",
        '<path class="l{}" d="M{} {}{}{}Z"/>',
        (
            (1 + k % 2, f"{a:.1f}", mid, bow(1, a, b), bow(-1, b, a, back=True))
            for k, (a, b) in enumerate(spans)
        ),
    )
    strands = format_html_join(
        "",
        '<path class="{}" d="M{} {}{}"/>',
        ((role, f"{start:.1f}", mid, strand(sign)) for sign, role in STRANDS),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="10" fill="var(--surface)" stroke="var(--ink)" stroke-width="4"/>',
        ((f"{a:.1f}", mid) for a, _b in spans[1:]),
    )
    return format_html(
        '<svg class="braidband" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true">{}{}{}</svg>',
        width,
        height,
        lenses,
        strands,
        dots,
    )
