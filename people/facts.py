"""The facts about a person: on the person, and on the copy that an application keeps.

Each stands here once. Forms, reviews, tables, imports and exports walk them, so a new fact is one entry
here and its column in both models.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import cast

from django.db.models import Field
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.models import User

MOST_LANGUAGES, LONGEST_LANGUAGE = 20, 40


class Kind(Enum):
    """What a fact holds, and so how it is asked, read from a file and written into one."""

    WORDS = auto()
    LEVEL = auto()
    PERSON = auto()
    DAY = auto()
    ZONE = auto()
    LANGUAGES = auto()


@dataclass(frozen=True)
class Fact:
    """`name` is the field that holds it, `question` and `help` ask an applicant for it."""

    name: str
    kind: Kind
    question: str | Promise
    help: str | Promise = ""
    # Said by people themselves; the others come from an import or an administrator.
    is_own: bool = False
    # Whoever is asked for it must say it.
    is_needed: bool = False
    # Of an application only organizers read it.
    is_for_organizers: bool = False
    # A blind review hides it, since it may say who somebody is.
    tells_who: bool = False
    # How the files of people that we write call it; empty: they do not hold it.
    column: str = ""
    # What a column may be called in the exports of common programs and in other languages, the
    # likeliest first: in small letters, without marks, words joined by _ (see `people.tables.heads.plain`).
    heads: str = ""

    @property
    def label(self) -> str | Promise:
        return label(self.name)

    def is_known_of(self, person: User) -> bool:
        value = person.manager_id if self.kind is Kind.PERSON else getattr(person, self.name)
        return value not in (None, "")

    @property
    def nothing(self) -> str | None:
        """What the field holds when nobody knows."""
        return None if self.kind in {Kind.LEVEL, Kind.PERSON, Kind.DAY} else ""


FACTS = (
    Fact(
        "job_title",
        Kind.WORDS,
        _("Your job title"),
        is_needed=True,
        tells_who=True,
        column="job_title",
        heads="job_title job_role title position position_title business_title job_profile "
        "employee_title stelle funktion stellenbezeichnung position_bezeichnung poste intitule_de_poste "
        "fonction puesto cargo titolo qualifica funcao functie stanowisko",
    ),
    Fact(
        "level",
        Kind.LEVEL,
        _("Your level"),
        _("A number, if your organization uses levels."),
        column="level",
        heads="level job_level grade management_level career_level pay_grade stufe niveau nivel livello",
    ),
    Fact(
        "department",
        Kind.WORDS,
        _("Department"),
        is_needed=True,
        tells_who=True,
        column="department",
        heads="department dept team supervisory_organization cost_center_name abteilung service "
        "departement departamento reparto dipartimento afdeling dzial",
    ),
    Fact(
        "division",
        Kind.WORDS,
        _("Division"),
        _("The larger part your department belongs to."),
        is_needed=True,
        column="division",
        heads="division business_unit bereich geschaftsbereich geschaftseinheit direction "
        "unidad_de_negocio divisione divisao divisie",
    ),
    Fact(
        "manager",
        Kind.PERSON,
        _("Your manager"),
        _("First and last name."),
        is_for_organizers=True,
        tells_who=True,
        column="manager",
        heads="manager_id manager_employee_id manager_number manager_email managers_email supervisor_id "
        "supervisor_email reports_to_email reports_to_id vorgesetzter_personalnummer vorgesetzter_e_mail "
        "manager reports_to supervisor line_manager vorgesetzter vorgesetzte fuhrungskraft responsable "
        "superior_jerarquico jefe gestor leidinggevende przelozony",
    ),
    Fact(
        "started_on",
        Kind.DAY,
        _("Day you joined"),
        is_for_organizers=True,
        tells_who=True,
        column="start_date",
        heads="start_date started_on hire_date date_of_hire hiredate original_hire_date joining_date "
        "date_of_joining employment_start_date employee_hire_date employeehiredate eintrittsdatum "
        "eintritt einstellungsdatum date_d_embauche date_d_entree date_dentree fecha_de_ingreso "
        "fecha_de_contratacion data_di_assunzione data_de_admissao indiensttreding datum_in_dienst "
        "data_zatrudnienia",
    ),
    Fact(
        "location",
        Kind.WORDS,
        _("Where you work"),
        is_own=True,
        tells_who=True,
        column="location",
        heads="location office office_location work_location country city site standort ort land lieu "
        "ville pays ubicacion ciudad pais sede citta paese local cidade locatie stad miasto",
    ),
    Fact(
        "time_zone",
        Kind.ZONE,
        _("Time zone"),
        is_own=True,
        is_needed=True,
        column="time_zone",
        heads="time_zone timezone tz zeitzone fuseau_horaire zona_horaria fuso_orario fuso_horario "
        "tijdzone strefa_czasowa",
    ),
    Fact(
        "languages",
        Kind.LANGUAGES,
        _("Languages you speak"),
        _("Separate them with commas."),
        is_own=True,
        heads="languages sprachen langues idiomas",
    ),
)
HR = tuple(fact for fact in FACTS if not fact.is_own)
OWN = tuple(fact for fact in FACTS if fact.is_own)
IN_FILES = tuple(fact for fact in FACTS if fact.column)
# What everybody who compares two applications reads; languages are compared as answers.
COMPARED = tuple(
    fact for fact in FACTS if not fact.is_for_organizers and fact.kind is not Kind.LANGUAGES
)


def names(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.name for fact in facts]


def label(name: str) -> str | Promise:
    """How a form or the head of a column calls a field of a person."""
    return capfirst(_field(name).verbose_name)


def longest(name: str) -> int:
    """How many characters a field of a person holds, and so its copy."""
    return _field(name).max_length or 0


def in_words(value: object) -> str:
    """A fact as pages and tables show it."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)


def _field(name: str) -> Field:
    return cast("Field", User._meta.get_field(name))
