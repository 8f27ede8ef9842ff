"""The copy of a person's facts that an application keeps."""

from collections.abc import Mapping
from typing import Any

from applications.models import Application
from people.models import User

# From the organization's records, never from the person, unless nobody knows.
HR_FACTS = ("job_title", "level", "department", "division", "manager", "started_on")
# The person's own, which the form may correct.
OWN_FACTS = ("location", "time_zone", "languages")
COLUMNS = ["name", *HR_FACTS, *OWN_FACTS, "attested_facts"]


def is_known(person: User, fact: str) -> bool:
    value = person.manager_id if fact == "manager" else getattr(person, fact)
    return value not in (None, "")


def copy(application: Application, person: User, given: Mapping[str, Any]) -> None:
    """Set the copied columns from the person's record; does not save.

    `given` is what the applicant said: it counts for their own facts, and for facts of the
    organization that nobody had, which are then marked as attested.
    """
    application.name = person.name
    application.attested_facts = []
    for fact in HR_FACTS:
        known = is_known(person, fact)
        setattr(application, fact, getattr(person, fact) if known else _given(fact, given))
        if not known and given.get(fact) not in (None, ""):
            application.attested_facts.append(fact)
    for fact in OWN_FACTS:
        setattr(application, fact, given.get(fact, getattr(person, fact)))


def _given(fact: str, given: Mapping[str, Any]) -> Any:
    empty = None if fact in {"level", "manager", "started_on"} else ""
    return given.get(fact, empty)
