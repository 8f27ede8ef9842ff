"""What the columns of such a file mean: who, which role, facts, and the answers to questions."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.models import Cycle, Role
from surveys.models import Question

# Fields by the names their columns usually have.
FIELDS = {
    "email": ("email", "e-mail", "email address", "e-mail address", "mail", "username"),
    "name": ("name", "full name", "your name"),
    "role": ("role", "applying as", "apply as"),
    "submitted_at": (
        "submitted_at",
        "submitted at",
        "submitted",
        "sent on",
        "timestamp",
        "time",
        "date",
    ),
    "capacity": ("capacity", "number of mentees"),
    "job_title": ("job_title", "job title", "title"),
    "department": ("department",),
    "division": ("division",),
    "level": ("level",),
    "started_on": ("started_on", "start date"),
    "location": ("location", "country"),
    "time_zone": ("time_zone", "time zone", "timezone"),
    "languages": ("languages",),
}
QUESTION = "q:"
Mapping = dict[str, str]  # field -> column


def questions_of(cycle: Cycle) -> dict[int, list[Question]]:
    """The questions asked in each role, with their choices, by the role's number; two queries."""
    roles = list(cycle.roles.exclude(side=Role.Side.STAFF))
    asked = Question.objects.asked().filter(questionnaire__role__in=roles)
    found: dict[int, list[Question]] = {role.pk: [] for role in roles}
    for question in asked.select_related("questionnaire__role").prefetch_related("choices"):
        found[question.questionnaire.role.pk].append(question)
    return found


def default_mapping(columns: list[str], questions: dict[int, list[Question]]) -> Mapping:
    """What the columns' names say: the text of a question, then who and what, then its key."""
    mapping: Mapping = {}
    by_name = {_plain(column): column for column in reversed(columns)}
    asked = [one for found in questions.values() for one in found]
    names = [(QUESTION + one.key, one.text) for one in asked]
    names += [(field, name) for field, known in FIELDS.items() for name in known]
    names += [(QUESTION + one.key, one.key) for one in asked]
    taken: dict[str, str] = {}  # column -> field
    for field, name in names:
        column = by_name.get(_plain(name))
        if column and field not in mapping and taken.setdefault(column, field) == field:
            mapping[field] = column
    return mapping


def check_mapping(
    mapping: Mapping, columns: list[str], questions: dict[int, list[Question]], *, has_role: bool
) -> None:
    """Refuse fields and columns that do not exist, and a file that does not say who applies."""
    known = {QUESTION + one.key for asked in questions.values() for one in asked} | set(FIELDS)
    for field, column in mapping.items():
        if field not in known:
            raise _refused(_("“%(name)s” is not a field."), "unknown_field", field)
        if column not in columns:
            raise _refused(_("The file has no column “%(name)s”."), "unknown_column", column)
    if "email" not in mapping:
        raise _refused(_("No column holds the e-mail address (%(name)s)."), "no_email", "email")
    if not has_role and "role" not in mapping:
        raise _refused(
            _("No column says in which role people apply. Choose a column or one role (%(name)s)."),
            "no_role",
            "role",
        )


def _plain(name: str) -> str:
    return re.sub(r"[\s_?:*]+", " ", name.casefold()).strip()


def _refused(message: str, code: str, name: str) -> ValidationError:
    return ValidationError(message, code=code, params={"name": name[:60]})
