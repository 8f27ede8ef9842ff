"""What a program file says about reviewing: a part of `schema`."""

from programs.models import Criterion, Cycle
from programs.programfile.shape import Block, column

CRITERION = Block(
    "criterion",
    (
        column(Criterion, "key", "Names it within the role."),
        column(Criterion, "name", "What is scored."),
        column(Criterion, "help_text", "A question that helps to score it.", "help"),
        column(Criterion, "weight", "How much it counts beside the others."),
    ),
    "What reviewers score in the applications for a role.",
)

REVIEW = Block(
    "review",
    (
        column(Cycle, "review_scale", "Highest score; the lowest is 1.", "scale"),
        column(Cycle, "reviews_wanted", "Reviews every application should get.", "reviews"),
        column(
            Cycle,
            "review_is_blind",
            "Whether reviewers see who applied only once a decision is noted.",
            "blind",
        ),
    ),
    "How applications are reviewed.",
)
