"""The copy of a person's facts that an application keeps."""

from collections.abc import Mapping
from typing import Any

from applications.models import Application
from people.facts import FACTS, HR, OWN, names
from people.models import User

COLUMNS = ["name", *names(FACTS), "attested_facts"]


def copy(application: Application, person: User, given: Mapping[str, Any]) -> None:
    """Set the copied columns from the person's record; does not save.

    `given` is what the applicant said: it counts for their own facts, and for facts of the
    organization that nobody had, which are then marked as attested.
    """
    application.name = person.name
    application.attested_facts = []
    for fact in HR:
        known = fact.is_known_of(person)
        value = getattr(person, fact.name) if known else given.get(fact.name, fact.nothing)
        setattr(application, fact.name, value)
        if not known and value not in (None, ""):
            application.attested_facts.append(fact.name)
    for fact in OWN:
        setattr(application, fact.name, given.get(fact.name, getattr(person, fact.name)))
