"""Every fact is whole: a column in both models, a way in and out of files, a question."""

import pytest
from django.forms import Field
from django.utils import timezone

from applications.actions.facts import COLUMNS
from applications.forms.facts import PREFIX, fact_fields
from applications.models import Application
from people import queries
from people.actions.imports import columns as people_files
from people.actions.people import HR_FIELDS, OWN_FIELDS
from people.facts import FACTS, Kind, in_words
from people.models import User

EACH = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)


@EACH
def test_the_application_keeps_a_column_of_the_same_shape(fact):
    original, copied = (model._meta.get_field(fact.name) for model in (User, Application))
    assert type(original) is type(copied)
    assert original.max_length == copied.max_length
    assert original.null == copied.null
    assert fact.name in COLUMNS


@EACH
def test_it_is_changed_by_its_person_or_by_administrators_and_never_by_both(fact):
    assert (fact.name in OWN_FIELDS, fact.name in HR_FIELDS) == (fact.is_own, not fact.is_own)


@EACH
def test_files_of_people_that_hold_it_find_it_again(fact):
    assert fact.heads.split()
    if fact.column:
        assert fact.column in queries.EXPORTED
        assert people_files.NAMES[fact.column] == fact.heads
        assert people_files.is_known(fact.column)


@EACH
def test_an_applicant_is_asked_for_what_nobody_knows(fact):
    nobody = User(name="Ada Lind")
    fields = fact_fields(nobody, at=timezone.now(), also_needed=set())
    field = fields[PREFIX + fact.name]
    assert isinstance(field, Field)
    assert (field.label, field.required) == (fact.question, fact.is_needed)


def test_what_is_known_is_not_asked_again():
    known = User(name="Ada Lind", job_title="Engineer", level=0, department="IT", division="Tech")
    fields = fact_fields(known, at=timezone.now(), also_needed={"started_on"})
    assert list(fields)[:2] == [f"{PREFIX}manager", f"{PREFIX}started_on"]
    assert [fields[f"{PREFIX}{name}"].required for name in ("manager", "started_on")] == [
        False,
        True,
    ]


def test_a_blind_review_hides_what_may_tell_who_it_is():
    hidden = {fact.name for fact in FACTS if fact.tells_who}
    assert hidden == {"job_title", "department", "manager", "started_on", "location"}
    assert {fact.name for fact in FACTS if fact.kind is Kind.PERSON} <= hidden


def test_words_for_values_of_every_kind():
    day = timezone.datetime(2021, 7, 7).date()
    assert [in_words(value) for value in (None, "", 0, ["English", "Deutsch"], day)] == [
        "",
        "",
        "0",
        "English, Deutsch",
        "7 July 2021",
    ]
