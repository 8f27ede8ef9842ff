"""How each figure is counted, in words, for the figures a report has."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ALL = (
    (
        "participation",
        _("People, pairs, departments"),
        _(
            "Published pairs, the different people who take part, and the departments they had "
            "when pairs were published. A person in two roles counts once as a person, and once "
            "in each role."
        ),
    ),
    (
        "bi_weekly_completion",
        _("Pairs that meet consistently"),
        _(
            "The cycle is cut into stretches of %(days)s days from its first day on; only complete "
            "ones count. A pair counts from its first complete stretch to its end, and is "
            "consistent with at least one session in every one of them, live or in writing. "
            "Sessions a partner denies do not count, nor do coffee chats. A stretch "
            "the two skipped by agreement counts as not met."
        ),
    ),
    (
        "sessions_held",
        _("Sessions held"),
        _(
            "The milder reading: of the pairs that answer for a stretch of time, those with at "
            "least one session in it; over all stretches together."
        ),
    ),
    (
        "live_attendance",
        _("Attendance"),
        _(
            "People present at live events, divided by people expected, over all live events "
            "where attendance was taken. Everybody taking part who had not left is expected; a "
            "person counts once per event."
        ),
    ),
    (
        "changes",
        _("Before, midway, after"),
        _(
            "Means of everybody in the group who answered each survey, for statements asked with "
            "the same words on the same scale. Answers are compared as a group, never per person."
        ),
    ),
    (
        "feedback",
        _("Feedback"),
        _(
            "Means of the answers of closed surveys, from five answers on; shown by role only "
            "when both roles have at least five answers."
        ),
    ),
    (
        "outcomes",
        _("Outcomes and effect on work"),
        _(
            "Asked in the end survey, in each person’s own judgment. Nobody checked it. From five "
            "answers on."
        ),
    ),
    (
        "quotes",
        _("Quotes"),
        _(
            "Given apart from the surveys, approved by organizers, and signed as each person chose. "
            "What somebody has taken back since is no longer shown, whenever the report was made."
        ),
    ),
    (
        "hours",
        _("Hours"),
        _(
            "The time of both people of each pair in live sessions, and of everybody who "
            "attended live events. What organizers spend is not in it."
        ),
    ),
    (
        "compared",
        _("Earlier cycles"),
        _(
            "Counted the same way for each cycle. Shares of fewer than five people or pairs are "
            "left out."
        ),
    ),
)


def definitions(data: dict[str, Any]) -> list[dict[str, str]]:
    """Only of what stands in the report, in the order of its parts."""
    days = {"days": data["about"]["cadence_days"]}
    return [
        {"of": part, "term": str(term), "words": str(words) % days}
        for part, term, words in _ALL
        if data.get(part)
    ]
