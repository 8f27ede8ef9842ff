"""Which column of a file means what. Only what is listed here is ever stored."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Mapping = dict[str, str]  # field -> column

FIELDS = {
    "external_id": gettext_lazy("Personnel number"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "division": gettext_lazy("Division"),
    "department": gettext_lazy("Department"),
    "job_title": gettext_lazy("Job title"),
    "level": gettext_lazy("Level"),
    "manager": gettext_lazy("Manager (personnel number or e-mail)"),
    "start_date": gettext_lazy("Start date"),
    "years_at_company": gettext_lazy("Years at the company"),
    "location": gettext_lazy("Location"),
    "time_zone": gettext_lazy("Time zone"),
}
REQUIRED = ("name", "email")

# What a column may be called, the likeliest first.
_NAMES = {
    "external_id": (
        "external_id",
        "person_id",
        "employee_id",
        "personnel_number",
        "employee_number",
        "id",
    ),
    "name": ("name", "full_name", "display_name", "employee_name"),
    "email": ("email", "e_mail", "email_address", "work_email", "mail"),
    "division": ("division", "business_unit"),
    "department": ("department", "team"),
    "job_title": ("job_title", "job_role", "title", "position"),
    "level": ("level", "job_level", "grade"),
    "manager": ("manager", "manager_id", "manager_email", "reports_to", "supervisor"),
    "start_date": ("start_date", "started_on", "hire_date", "date_of_hire"),
    "years_at_company": ("years_at_company", "tenure_years"),
    "location": ("location", "country", "city", "office"),
    "time_zone": ("time_zone", "timezone", "tz"),
}
# Never needed to run a mentorship program, and harmful in the wrong hands.
_NEVER = {
    *("gender", "sex", "age", "birth", "birthday", "birthdate", "dob"),
    *("performance", "rating", "appraisal", "satisfaction", "attrition"),
    *("salary", "income", "pay", "wage"),
    *("ethnicity", "race", "religion", "marital", "disability", "health", "pregnancy"),
}


def is_forbidden(column: str) -> bool:
    """Whether a column speaks of gender, age, performance, satisfaction, attrition or the like."""
    return not _NEVER.isdisjoint(_plain(column).split("_"))


def default_mapping(columns: list[str]) -> Mapping:
    """What the columns most likely mean, from their names."""
    by_name = {_plain(column): column for column in reversed(columns) if not is_forbidden(column)}
    mapping = {}
    for field, names in _NAMES.items():
        known = next((by_name[name] for name in names if name in by_name), None)
        if known is not None:
            mapping[field] = known
    if "division" not in mapping and {"department", "job_role"} <= by_name.keys():
        # The coarse unit is called department there, and the fine one is the job role.
        mapping |= {"division": by_name["department"], "department": by_name["job_role"]}
    if "start_date" in mapping:
        mapping.pop("years_at_company", None)
    return mapping


def check_mapping(mapping: Mapping, columns: list[str]) -> None:
    """Refuse fields that do not exist, columns that are not there, and columns nobody may map."""
    for field, column in mapping.items():
        if field not in FIELDS:
            message = _("“%(field)s” is not a field. Fields: %(fields)s.")
            raise _refused(message, "unknown_field", field=field, fields=", ".join(FIELDS))
        if column not in columns:
            message = _("The file has no column “%(column)s”.")
            raise _refused(message, "unknown_column", column=column)
        if is_forbidden(column):
            message = _(
                "The column “%(column)s” can not be imported: it is nobody’s business here."
            )
            raise _refused(message, "forbidden_column", column=column)
    missing = [str(FIELDS[field]) for field in REQUIRED if field not in mapping]
    if missing:
        message = _("No column says: %(fields)s.")
        raise _refused(message, "missing_field", fields=", ".join(missing))
    if "start_date" in mapping and "years_at_company" in mapping:
        message = _("Choose a column for the start date or for the years at the company, not both.")
        raise _refused(message, "start_twice")


def _plain(column: str) -> str:
    """YearsAtCompany, Years at company and syn_years_at_company are all years_at_company."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    plain = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")
    return plain.removeprefix("syn_")


def _refused(message: str, code: str, **params: str) -> ValidationError:
    return ValidationError(message, code=code, params=params)
