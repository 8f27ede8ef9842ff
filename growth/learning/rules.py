"""Ways to work that is a little too hard: the prompts beside the log of challenging tasks."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from growth.learning.models import StretchTask


@dataclass(frozen=True)
class Prompt:
    """One idea: what it is about, and a question to begin with."""

    idea: str
    icon: str
    title: str | Promise
    text: str | Promise
    question: str | Promise


_Idea = StretchTask.Idea

PROMPTS = (
    Prompt(
        _Idea.MANAGER,
        "message-square-text",
        _("Talk to your manager"),
        _("Say exactly which work you would like to do. If you do not know yet, say that too."),
        _("What would you ask for if you could be sure of a yes?"),
    ),
    Prompt(
        _Idea.HARD_WORK,
        "trending-up",
        _("Do the hard work"),
        _(
            "Pick what is difficult, whether or not anybody sees it. It takes working together, "
            "small steps and a result that lasts."
        ),
        _("Which problem does everybody step around?"),
    ),
    Prompt(
        _Idea.EYES_OPEN,
        "eye",
        _("Keep your eyes open"),
        _(
            "Most problems are written down somewhere. Follow the talks of areas that interest "
            "you, and volunteer when somebody looks for help."
        ),
        _("What is the organization struggling with that you would like to understand?"),
    ),
    Prompt(
        _Idea.MISTAKE,
        "rotate-ccw",
        _("Take a mistake as a gift"),
        _("Few mistakes may mean few risks. What went wrong shows you what to learn next."),
        _("What went wrong lately, and what would you do differently now?"),
    ),
    Prompt(
        _Idea.OTHERS,
        "users",
        _("Help others grow"),
        _("Teaching something makes you better at it, and somebody else too."),
        _("What could you show somebody this month?"),
    ),
)
