"""Levels in the demo: what two job families ask for, and where somebody in one sees themselves."""

from datetime import datetime

from growth.families.actions import families
from growth.families.models import Criterion, JobLevel
from growth.levels import actions as levels
from growth.levels.models import SelfAssessment
from people.models import User

Stand = SelfAssessment.Stand
PILLARS = {
    "works-with-others": "Works with others",
    "gets-results": "Gets results",
    "improves": "Improves in small steps",
    "helps-others-grow": "Helps others grow",
}
FAMILY = "people-operations"
# Name and number of each level, and what it asks for, pillar by pillar.
LEVELS = [
    (
        "Specialist",
        2,
        [
            "Hands over so that the next person can go on without asking.",
            "Finishes what was agreed, and says early when it slips.",
            "Asks for feedback on a first version.",
            "Answers questions of new colleagues with patience.",
        ],
    ),
    (
        "Senior specialist",
        3,
        [
            "Makes two teams work from the same page.",
            "Takes on what is not clear yet, and brings it to an end.",
            "Changes course after feedback, and tells others what it taught.",
            "Somebody can do something now that they could not do before.",
        ],
    ),
    (
        "Lead",
        4,
        [
            "Is asked first by other divisions.",
            "Others reach their goals because of how the work is laid out.",
            "Lets go of what no longer helps.",
            "Grows somebody who could take over.",
        ],
    ),
]
# Another kind of work, for whoever thinks of changing.
OTHER_FAMILY = "data-analysis"
OTHER_LEVELS = [
    (
        "Analyst",
        2,
        [
            "Explains a figure so that others can use it.",
            "Answers the question that was asked, and says how sure that is.",
            "Shows a rough answer before the exact one.",
            "Leaves a query behind that others can run.",
        ],
    ),
    (
        "Senior analyst",
        3,
        [
            "Finds out with two teams which question matters.",
            "Brings a vague wish to a decision.",
            "Stops a report that nobody uses.",
            "A team answers its own questions because of them.",
        ],
    ),
]


def play(person: User, *, by: User, at: datetime) -> None:
    """Two families, and a person who goes through the next level of theirs."""
    for position, (slug, name) in enumerate(PILLARS.items(), start=1):
        families.put_pillar(slug, {"name": name, "position": position}, by=by, at=at)
    families.put_family(FAMILY, {"name": "People operations"}, _asked(LEVELS), by=by, at=at)
    families.put_family(OTHER_FAMILY, {"name": "Data analysis"}, _asked(OTHER_LEVELS), by=by, at=at)
    own, beside, _lead = JobLevel.objects.filter(family__slug=FAMILY).order_by("rank")
    levels.choose_level(person, own, at=at)
    others, results, improves, _grow = Criterion.objects.filter(level=beside).order_by(
        "pillar__position", "pillar"
    )
    levels.assess(
        person,
        [
            (others, Stand.SOMETIMES, "Marketing and we share one checklist. It was my idea once."),
            (results, Stand.STEADILY, "The guide for new colleagues was nobody’s, so I wrote it."),
            (improves, Stand.NOT_YET, "I ask for feedback. I rarely say what I changed."),
        ],
        at=at,
    )


def _asked(levels_of: list[tuple[str, int, list[str]]]) -> list[dict]:
    """As `put_family` takes them."""
    return [
        {
            "name": name,
            "number": number,
            "criteria": {slug: [text] for slug, text in zip(PILLARS, texts, strict=True)},
        }
        for name, number, texts in levels_of
    ]
