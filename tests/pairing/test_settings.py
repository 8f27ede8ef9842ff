"""The settings of pairing, on their page and in the program file: what the engine has, and no more."""

import re
from datetime import UTC, date, datetime

import pytest
import yaml

from pairing.engine.scoring.criteria import MOST_WEIGHT, criteria
from pairing.engine.scoring.people import Person
from pairing.engine.scoring.rules import MOST_POINTS, rules
from pairing.programfile import RULES, WEIGHTS
from pairing.rules.offered import ASKED, KNOWN, offered_criteria, rule_choices, usual_weights
from pairing.runs import cohort
from programs.catalog import TEMPLATES
from programs.models import Cycle, PairingRule
from programs.programfile import dump, load, manual
from programs.programfile.problems import ProgramFileError
from programs.queries.public import CROSS_DIVISION
from tests import made_once
from tests.factories import UserFactory
from tests.pairing.crowd import apply, ask, choose, say
from tests.programs import women_at_gitlab
from tests.programs.settings_page import Page, html

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
SETTINGS = "pairing:settings_pairing"
PLAIN = TEMPLATES["plain"].read()


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture(scope="module")
def _women_made(django_db_setup, django_db_blocker):
    with made_once.rows(django_db_blocker):
        yield women_at_gitlab.make()


@pytest.fixture
def women(_women_made, olga):
    return women_at_gitlab.organized_by(olga, _women_made)


@pytest.fixture
def page(client, olga):
    client.force_login(olga)
    return Page(client)


def with_pairing(**said):
    """The plain program with this under `pairing`."""
    file = yaml.load(PLAIN, Loader=yaml.BaseLoader)
    file["pairing"] = said
    return yaml.safe_dump(file, allow_unicode=True, sort_keys=False)


def weights_in(text):
    cycle = load(text, at=AT).cycle
    return dict(cycle.pairing_weights.values_list("criterion", "points"))


def test_rules_and_weights_are_saved(page, women):
    changes = {
        "rule-cross_division-strength": "soft",
        "rule-cross_division-points": "30",
        "w_goal_text": "11",
    }
    assert page.change(women, SETTINGS, changes).status_code == 302
    rule = women.pairing_rules.get(name="cross_division")
    assert (rule.strength, rule.points) == ("soft", 30)
    assert women.pairing_weights.get(criterion="goal_text").points == 11


def test_two_signatures_are_asked_for(page, women):
    assert not women.needs_two_signatures
    page.change(women, SETTINGS, {"needs_two_signatures": "on"})
    women.refresh_from_db()
    assert women.needs_two_signatures


def test_something_must_count(page, women):
    fields = page.fields(women, SETTINGS)
    none = {name: "0" for name in fields if name.startswith("w_")}
    answer = page.save(women, SETTINGS, fields | none)
    assert "At least one criterion must count." in html(answer)
    with pytest.raises(ProgramFileError, match="At least one criterion must count"):
        load(with_pairing(weights={"goal_text": 0}), at=AT)


def test_the_page_and_the_file_offer_what_the_engine_has(page, women):
    fields, shown = page.fields(women, SETTINGS), page.read(women, SETTINGS)
    offered = [one.key for one in offered_criteria()]
    assert [name[2:] for name in fields if name.startswith("w_")] == offered
    assert [key.name for key in WEIGHTS.keys] == offered
    optional = [rule for rule in rules() if rule.is_optional]
    assert [key.name for key in RULES.keys] == [rule.key for rule in optional]
    for words in [one.label for one in offered_criteria()] + [one.about for one in optional]:
        assert words in shown
    for rule in optional:
        assert (f"rule-{rule.key}-value" in fields) == (rule.number is not None)


def test_every_fact_that_nobody_can_enter_keeps_its_criterion_from_being_offered(page, women):
    """Wishes can be entered nowhere."""
    assert {one.key for one in criteria()} - {one.key for one in offered_criteria()} == {"wishes"}
    assert "w_wishes" not in page.fields(women, SETTINGS)
    with pytest.raises(ProgramFileError, match=r"weights\.wishes: This key is not known here"):
        load(with_pairing(weights={"wishes": 50, "goal_text": 50}), at=AT)


def test_what_counts_as_known_or_asked_does_reach_the_engine(cycle):
    """Everything an application can say, said: no such fact is still as of somebody unknown."""
    facts = {"division": "North", "department": "Tests", "level": 7, "time_zone": "Asia/Tokyo"}
    rows = {
        side: apply(cycle, side, started_on=date(2015, 1, 1), **facts)
        for side in ("mentee", "mentor")
    }
    UserFactory(manager=rows["mentor"].person)
    for side, row in rows.items():
        ask(cycle, side, "focus", kind="several", choices=["writing"])
        choose(row, "writing")
        for use, kind, said in (
            ("goal_text", "long_text", {"text": "To lead"}),
            ("languages", "text", {"text": "English, French"}),
            ("async", "yes_no", {"number": 1}),
            ("availability", "week", {"slots": ["mon-3"]}),
            ("experience", "number", {"number": 2}),
        ):
            ask(cycle, side, use, kind=kind)
            say(row, use, **said)
    ask(cycle, "mentee", "career_track", kind="yes_no")
    say(rows["mentee"], "career_track", number=1)

    entries = cohort.entries(cycle, at=AT)
    nobody = Person("x")
    for side, [person] in (("mentee", entries.mentees), ("mentor", entries.mentors)):
        for fact in {*KNOWN[side], *ASKED.values()}:
            assert getattr(person, fact) != getattr(nobody, fact), (side, fact)


@pytest.mark.parametrize(
    ("field", "value", "most"),
    [
        ("rule-cross_division-points", MOST_POINTS + 1, MOST_POINTS),
        ("rule-time_zones-value", 9, 8),
        ("w_goal_text", MOST_WEIGHT + 1, MOST_WEIGHT),
    ],
)
def test_what_the_engine_would_not_take_is_refused_on_the_page(page, women, field, value, most):
    before = dump(women)
    changes = {"rule-cross_division-strength": "soft", field: str(value)}
    answer = html(page.change(women, SETTINGS, changes))
    assert f"less than or equal to {most}" in answer
    assert f'value="{value}"' in answer
    assert dump(Cycle.objects.get(pk=women.pk)) == before


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (
            {"rules": {"cross_division": {"strength": "soft", "points": 101}}},
            r"rules.cross_division.points: Use a number from 0 to 100",
        ),
        (
            {"rules": {"time_zones": {"strength": "hard", "value": 9}}},
            r"rules.time_zones.value: Use a number from 0 to 8",
        ),
        (
            {"rules": {"cross_division": {"strength": "hard", "value": 2}}},
            r"rules.cross_division.value: Only these have a value: time_zones",
        ),
        ({"weights": {"goal_text": 101}}, r"weights.goal_text: Use a number from 0 to 100"),
    ],
)
def test_what_the_engine_would_not_take_is_refused_in_the_file(said, problem):
    with pytest.raises(ProgramFileError, match=problem):
        load(with_pairing(**said), at=AT)


def test_whoever_names_no_weight_gets_those_of_the_engine():
    assert weights_in(with_pairing()) == usual_weights()
    assert {one.key: one.weight for one in offered_criteria()} == usual_weights()


def test_whoever_names_some_weights_gets_what_the_manual_says_of_the_others():
    written = manual.text()
    table = written[written.index("\n## weights") :].split("\n## ")[1]
    documented = dict(re.findall(r"^\| `(\w+)` \|.*\| `(\d+)` \|$", table, re.MULTILINE))
    got = weights_in(with_pairing(weights={"career_track": 40}))
    assert got.pop("career_track") == 40
    assert got == {key: int(documented[key]) for key in got}
    usual = ", ".join(f"`{key}: {points}`" for key, points in usual_weights().items() if points)
    assert usual in written


def test_a_weight_kept_for_what_is_no_longer_offered_has_no_effect(women):
    women.pairing_weights.create(criterion="wishes", points=50)
    assert "wishes" not in cohort.weights_of(women)
    assert "wishes" not in dump(women)


def test_a_rule_without_a_row_is_shown_as_pairing_takes_it(page, women):
    women.pairing_rules.all().delete()
    fields = page.fields(women, SETTINGS)
    usual = {rule.key: rule.usual.mode for rule in rules() if rule.is_optional}
    assert {key: fields[f"rule-{key}-strength"] for key in usual} == usual


def test_names_fit_into_the_rows_and_the_public_page_knows_its_rule():
    keys = [key for key, _label in rule_choices()]
    assert CROSS_DIVISION in keys
    longest = PairingRule._meta.get_field("name").max_length
    assert max(map(len, [*keys, *usual_weights()])) <= longest
