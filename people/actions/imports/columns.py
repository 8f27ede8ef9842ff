"""Which column of a file means what. Only what is listed here is ever stored."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.facts import IN_FILES, Kind, label
from people.tables.heads import plain
from people.tables.records import Table

Mapping = dict[str, str]  # field -> column

_MANAGER = gettext_lazy("Manager (personnel number or e-mail)")
FIELDS = {
    "external_id": label("external_id"),
    "name": label("name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": label("email"),
    **{fact.column: _MANAGER if fact.kind is Kind.PERSON else fact.label for fact in IN_FILES},
    "years_at_company": gettext_lazy("Years at the company"),
}
REQUIRED = ("email",)
_NAME_FIELDS = {"name", "first_name", "last_name"}

# What a column may be called in the exports of common programs and in other languages, the likeliest
# first: in small letters, without marks, words joined by _ (see `plain`).
NAMES = {
    "external_id": "external_id personnel_number person_id employee_id employee_number employee worker_id "
    "emp_id staff_id personalnummer personal_nr mitarbeiternummer matricule numero_de_empleado "
    "numero_empleado matricola numero_de_funcionario personeelsnummer numer_pracownika id",
    "name": "name full_name display_name displayname employee_name worker preferred_name legal_name "
    "vollstandiger_name nom_complet nombre_completo nome_completo volledige_naam imie_i_nazwisko",
    "first_name": "first_name firstname given_name givenname forename legal_first_name "
    "preferred_first_name vorname prenom nombre nombres nome voornaam imie",
    "last_name": "last_name lastname surname family_name familyname legal_last_name nachname "
    "familienname nom nom_de_famille apellido apellidos cognome sobrenome achternaam nazwisko",
    "email": "email e_mail email_address e_mail_address work_email business_email company_email "
    "primary_email mail primary_work_email user_principal_name userprincipalname e_mail_adresse "
    "email_adresse mailadresse adresse_e_mail adresse_email courriel correo correo_electronico "
    "posta_elettronica endereco_de_email e_mailadres adres_e_mail username user_name",
    **{fact.column: fact.heads for fact in IN_FILES},
    "years_at_company": "years_at_company years_at_the_company tenure_years years_of_service length_of_service tenure "
    "betriebszugehorigkeit_jahre betriebszugehorigkeit anciennete antiguedad",
}
_FIELD_OF = {
    name: field for field, names in reversed(NAMES.items()) for name in reversed(names.split())
}
# Never needed to run a mentorship program, and harmful in the wrong hands.
_NEVER = {
    *("gender", "sex", "age", "birth", "birthday", "birthdate", "dob"),
    *(
        "geschlecht",
        "alter",
        "geburtsdatum",
        "geburtstag",
        "sexe",
        "naissance",
        "sexo",
        "nacimiento",
    ),
    *("performance", "rating", "appraisal", "satisfaction", "attrition", "leistung", "bewertung"),
    *(
        "salary",
        "income",
        "pay",
        "wage",
        "compensation",
        "bonus",
        "gehalt",
        "lohn",
        "salaire",
        "salario",
    ),
    *(
        "ethnicity",
        "race",
        "religion",
        "marital",
        "disability",
        "health",
        "pregnancy",
        "nationality",
    ),
    *("konfession", "familienstand", "behinderung", "ssn", "iban", "passport"),
}


def is_forbidden(column: str) -> bool:
    """Whether a column speaks of gender, age, performance, satisfaction, attrition or the like."""
    words = plain(column)
    return words not in _FIELD_OF and not _NEVER.isdisjoint(words.split("_"))


def is_known(column: str) -> bool:
    """Whether a name of a column says by itself what the column means."""
    return plain(column) in _FIELD_OF


def default_mapping(table: Table) -> Mapping:
    """What the columns most likely mean, from their names. A name that stands twice means neither."""
    usable = [c for c in table.columns if c not in table.repeated and not is_forbidden(c)]
    by_name = {plain(column): column for column in reversed(usable)}
    mapping = {}
    for field, names in NAMES.items():
        known = next((by_name[name] for name in names.split() if name in by_name), None)
        if known is not None:
            mapping[field] = known
    return _without_doubles(mapping, by_name)


def _without_doubles(mapping: Mapping, by_name: Mapping) -> Mapping:
    if "division" not in mapping and {"department", "job_role"} <= by_name.keys():
        # The coarse unit is called department there, and the fine one is the job role.
        mapping |= {"division": by_name["department"], "department": by_name["job_role"]}
    if "start_date" in mapping:
        mapping.pop("years_at_company", None)
    if {"first_name", "last_name"} <= mapping.keys():
        mapping.pop("name", None)
    else:
        for part in ("first_name", "last_name"):
            if "name" in mapping:
                mapping.pop(part, None)
    return mapping


def check_mapping(mapping: Mapping, columns: Iterable[str]) -> None:
    """Refuse fields that do not exist, columns that are not there, and columns nobody may map."""
    for field, column in mapping.items():
        _check_pair(field, column, columns)
    missing = [str(FIELDS[field]) for field in REQUIRED if field not in mapping]
    if mapping.keys().isdisjoint(_NAME_FIELDS):
        missing.insert(0, str(FIELDS["name"]))
    if missing:
        message = _("No column says: %(fields)s.")
        raise _refused(message, "missing_field", fields=", ".join(missing))
    if {"start_date", "years_at_company"} <= mapping.keys():
        message = _("Choose a column for the start date or for the years at the company, not both.")
        raise _refused(message, "start_twice")
    if "name" in mapping and len(_NAME_FIELDS & mapping.keys()) > 1:
        message = _("Choose a column for the name, or for first and last name, not both.")
        raise _refused(message, "name_twice")


def _check_pair(field: str, column: str, columns: Iterable[str]) -> None:
    if field not in FIELDS:
        message = _("“%(field)s” is not a field. Fields: %(fields)s.")
        raise _refused(message, "unknown_field", field=field, fields=", ".join(FIELDS))
    if column not in columns:
        message = _("The file has no column “%(column)s”.")
        raise _refused(message, "unknown_column", column=column)
    if is_forbidden(column):
        message = _(
            "The column “%(column)s” cannot be imported: this information is not kept here."
        )
        raise _refused(message, "forbidden_column", column=column)


def _refused(message: str, code: str, **params: str) -> ValidationError:
    return ValidationError(message, code=code, params=params)
