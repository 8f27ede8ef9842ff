"""What the columns of such a file mean: who, which role, facts, and the answers to questions."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.actions.imports.columns import NAMES
from people.facts import FACTS, Kind, label
from people.tables.heads import Knows, plain
from programs.models import Cycle
from programs.queries.calls import roles_applied_for
from surveys.models import Question

# What applicants can say of themselves; a name in a file is no manager we could ask.
SAID = tuple(fact for fact in FACTS if fact.kind is not Kind.PERSON)
FIELDS = {
    "email": label("email"),
    "name": label("name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "role": gettext_lazy("Role"),
    "submitted_at": gettext_lazy("Sent"),
    "capacity": gettext_lazy("Places offered"),
    **{fact.name: fact.label for fact in SAID},
}
# What columns may be called, beside the names that files of people use too.
_OWN_NAMES = {
    "name": "your_name",
    "role": "role applying_as apply_as rolle",
    "submitted_at": "submitted_at submitted sent_on sent timestamp time date_submitted submission_date "
    "completion_time zeitstempel horodateur marca_temporal date",
    "capacity": "capacity places_offered number_of_mentees",
}
_SHARED_NAMES = NAMES | {fact.name: fact.heads for fact in SAID}
QUESTION = "q:"
Mapping = dict[str, str]  # field -> column
Questions = dict[int, list[Question]]  # by the number of the role


def questions_of(cycle: Cycle) -> Questions:
    """The questions asked in each role, with their choices, by the role's number; two queries."""
    roles = list(roles_applied_for(cycle))
    asked = Question.objects.asked().filter(questionnaire__role__in=roles)
    found: Questions = {role.pk: [] for role in roles}
    for question in asked.select_related("questionnaire__role").prefetch_related("choices"):
        found[question.questionnaire.role.pk].append(question)
    return found


def knows(questions: Questions) -> Knows:
    """Whether a name of a column says by itself what the column means."""
    names = {plain(name) for _field, name in _names(questions)}
    return lambda column: plain(column) in names


def default_mapping(columns: Iterable[str], questions: Questions) -> Mapping:
    """What the columns' names say: the text of a question, then who and what, then its key."""
    mapping: Mapping = {}
    by_name = {plain(column): column for column in reversed(list(columns))}
    taken: dict[str, str] = {}  # column -> field
    for field, name in _names(questions):
        column = by_name.get(plain(name))
        if column and field not in mapping and taken.setdefault(column, field) == field:
            mapping[field] = column
    if "name" in mapping:
        for part in ("first_name", "last_name"):
            mapping.pop(part, None)
    return mapping


def _names(questions: Questions) -> list[tuple[str, str]]:
    """What each field may be called, the surest first."""
    asked = [question for found in questions.values() for question in found]
    names = [(QUESTION + question.key, question.text) for question in asked]
    for field in FIELDS:
        known = f"{field} {_SHARED_NAMES.get(field, '')} {_OWN_NAMES.get(field, '')}"
        names += [(field, name) for name in known.split()]
    return names + [(QUESTION + question.key, question.key) for question in asked]


def check_mapping(
    mapping: Mapping, columns: Iterable[str], questions: Questions, *, has_role: bool
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


def _refused(message: str, code: str, name: str) -> ValidationError:
    return ValidationError(message, code=code, params={"name": name[:60]})
