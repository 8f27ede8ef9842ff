"""Settings pages, through the front door: saving, refusing, and two people at once."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from programs.actions import cycles
from programs.catalog import TEMPLATES
from programs.models import Call, Cycle, Milestone, Program, Role, Staff
from programs.programfile import dump, load
from tests.factories import ApplicationFactory, StaffFactory, UserFactory
from tests.programs.settings_page import Page, address_of, html

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
WITH_A_FORM = ["timeline", "texts", "surveys", "pairing", "faq"]


@pytest.mark.parametrize("section", WITH_A_FORM)
def test_saving_a_section_as_it_stands_changes_nothing(page, women, section):
    before = dump(women)
    assert page.change(women, address_of(section), {}).status_code == 302
    assert dump(Cycle.objects.get(pk=women.pk)) == before


def test_saving_a_role_as_it_stands_changes_nothing(page, women):
    before = dump(women)
    assert page.change(women, "settings_role", {}, role="mentor").status_code == 302
    assert dump(Cycle.objects.get(pk=women.pk)) == before


@pytest.mark.parametrize(
    "typed", [{"requirements-0-months": "9" * 30}, {"requirements-0-key": "w" * 61}]
)
def test_what_does_not_fit_into_a_requirement_is_an_error_of_the_form(page, women, typed):
    assert page.change(women, "settings_role", typed, role="mentor").status_code == 200


@pytest.mark.parametrize("section", WITH_A_FORM)
def test_who_saves_second_is_told_and_loses_nothing(page, women, section):
    first = {
        "timeline": {"dates-0-title": "Told first"},
        "texts": {"program-lead": "Told first"},
        "surveys": {"check_in-title": "Told first"},
        "pairing": {"w_goal_text": "7"},
        "faq": {"faq-0-question": "Told first?"},
    }[section]
    name, value = next(iter(first.items()))
    shown = page.fields(women, address_of(section))
    assert name in shown
    page.save(women, address_of(section), shown | first)
    mine = "9" if value.isdigit() else "Typed second"
    late = html(page.save(women, address_of(section), shown | {name: mine}))
    assert "meanwhile" in late
    assert mine in late
    assert f"saved is “{value}" in late
    assert value in dump(Cycle.objects.get(pk=women.pk))


@pytest.mark.parametrize("field", ["benefits", "requirements-0-text"])
def test_who_saves_a_role_second_reads_both_texts(page, women, field):
    shown = page.fields(women, "settings_role", role="mentor")
    page.save(women, "settings_role", shown | {field: "Told first"}, role="mentor")
    answer = page.save(women, "settings_role", shown | {field: "Typed second"}, role="mentor")
    late = html(answer)
    assert "saved is “Told first" in late
    assert "Typed second" in late
    again = page.save(women, "settings_role", shown | base_of(late), role="mentor")
    assert again.status_code == 302


def base_of(text):
    return {"base": text.split('name="base" value="')[1].split('"')[0]}


def test_a_line_says_a_text_without_its_marks(page, women):
    text = {"program-mission": "**Grow**\n- Listen"}
    assert page.change(women, "settings_texts", text).status_code == 302
    line = page.client.get(page.address(women, "settings_texts")).content.decode()
    said = re.search(r'muted sm truncate">([^<]*Listen)', line).group(1)
    assert said == "Grow · Listen"


def test_texts_are_saved_and_the_zone_keeps_the_days(page, women):
    before = women.calls.get(role__side="mentor")
    assert before.opens_at == datetime(2021, 5, 20, tzinfo=UTC)
    changes = {"program-lead": "Grow together", "cycle-zone": "Europe/Vienna"}
    assert page.change(women, "settings_texts", changes).status_code == 302
    women = Cycle.objects.get(pk=women.pk)
    assert (women.program.lead, women.zone) == ("Grow together", "Europe/Vienna")
    call = women.calls.get(role__side="mentor")
    assert call.opens_at == datetime(2021, 5, 20, tzinfo=women.tzinfo)
    assert call.last_day == date(2021, 6, 7)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cycle-zone": "Mars/Olympus"}, "There is no time zone of this name."),
        ({"cycle-ends_on": "2021-07-01"}, "The last day must come after the first."),
        ({"program-name": ""}, "This field is required."),
        ({"cycle-cadence_days": "0"}, "greater than or equal to 1"),
    ],
)
def test_texts_that_do_not_fit_are_refused_and_kept(page, women, changes, said):
    before = dump(women)
    answer = page.change(women, "settings_texts", changes | {"program-lead": "Typed by hand"})
    assert answer.status_code == 200
    assert said in html(answer)
    assert "Typed by hand" in html(answer)
    assert dump(Cycle.objects.get(pk=women.pk)) == before


def test_the_timeline_names_the_gap_of_six_days(page, women):
    assert "Pairing by hand gets 6 days" in page.read(women, "settings_timeline")


def test_checking_dates_warns_without_saving(page, women):
    fields = page.fields(women, "settings_timeline")
    typed = fields | {"calls-0-closes": "2021-05-25", "check": "1"}
    answer = page.save(women, "settings_timeline", typed)
    assert "5 days" in html(answer)
    assert Call.objects.get(role__side="mentor").last_day == date(2021, 6, 7)


def test_a_week_becomes_a_day(page, women):
    fields = page.fields(women, "settings_timeline")
    row = next(k for k, v in fields.items() if v == "Mid-program AMA").removesuffix("-title")
    exact = {f"{row}-precision": "day", f"{row}-starts_on": "2021-08-18"}
    assert page.save(women, "settings_timeline", fields | exact).status_code == 302
    ama = Milestone.objects.get(title="Mid-program AMA")
    assert (ama.precision, ama.starts_on) == ("day", date(2021, 8, 18))


@pytest.mark.parametrize(
    "changes",
    [
        {"calls-0-closes": "2021-05-01"},
        {"calls-0-opens": "not a day"},
        {"calls-0-opens": "9999-12-31"},
        {"dates-0-precision": "span", "dates-0-ends_on": "2020-01-01"},
        {"dates-0-starts_on": ""},
    ],
)
def test_dates_that_do_not_fit_are_refused(page, women, changes):
    before = dump(women)
    answer = page.change(women, "settings_timeline", changes)
    assert answer.status_code == 200
    assert "Some lines need another look" in html(answer)
    assert dump(Cycle.objects.get(pk=women.pk)) == before


def test_the_whole_cycle_moves_until_pairs_are_published(page, women):
    page.save(women, "settings_move", {"by_days": "7"})
    women = Cycle.objects.get(pk=women.pk)
    assert women.starts_on == date(2021, 7, 14)
    assert women.calls.get(role__side="mentor").last_day == date(2021, 6, 14)
    Cycle.objects.update(pairs_published_at=AT)
    page.save(women, "settings_move", {"by_days": "7"})
    assert Cycle.objects.get(pk=women.pk).starts_on == date(2021, 7, 14)


def test_what_was_moved_meanwhile_is_not_moved_twice(page, women):
    shown = page.client.get(page.address(women, "settings_timeline")).context["base"]
    for _press in range(2):
        answer = page.save(women, "settings_move", {"by_days": "7", "base": shown})
    assert "Somebody changed this section meanwhile." in html(page.client.get(answer.url))
    assert Cycle.objects.get(pk=women.pk).starts_on == date(2021, 7, 14)


def test_requirements_are_added_changed_and_removed(page, women):
    fields = page.fields(women, "settings_role", role="mentor")
    total = int(fields["requirements-TOTAL_FORMS"])
    kept = Role.objects.get(slug="mentor").requirements.count()
    changes = {
        "capacity": "2",
        "requirements-0-remove": "on",
        f"requirements-{total - 1}-text": "I have mentored before",
    }
    answer = page.save(women, "settings_role", fields | changes, role="mentor")
    assert answer.status_code == 302
    role = Role.objects.get(slug="mentor")
    assert role.capacity == 2
    assert role.requirements.count() == kept
    assert role.requirements.get(key="i-have-mentored-before").kind == "statement"


def test_tenure_without_months_is_refused(page, women):
    fields = page.fields(women, "settings_role", role="mentor")
    tenure = next(k for k, v in fields.items() if v == "tenure" and k.endswith("-kind"))
    tenure = tenure.removesuffix("-kind")
    answer = page.save(women, "settings_role", fields | {f"{tenure}-months": ""}, role="mentor")
    assert answer.status_code == 200
    assert "is-wrong" in html(answer)


def test_roles_are_added_and_removed_but_one_stays_on_each_side(page, women):
    page.save(women, "settings_roles", {"name": "Sponsor", "side": "mentor"})
    assert Role.objects.get(slug="sponsor").questionnaire is not None
    page.client.post(page.address(women, "settings_role_remove", role="sponsor"))
    page.client.post(page.address(women, "settings_role_remove", role="mentee"))
    assert set(women.roles.values_list("slug", flat=True)) == {"mentor", "mentee"}


def test_a_role_with_applications_keeps_its_side_and_stays(page, women):
    women.roles.create(side="mentee", slug="spare", name="Spare")
    ApplicationFactory(cycle=women, side="mentee", role=women.roles.get(slug="mentee"))
    answer = page.change(women, "settings_role", {"side": "mentor"}, role="mentee")
    assert "People have applied" in html(answer)
    page.client.post(page.address(women, "settings_role_remove", role="mentee"))
    assert women.roles.filter(slug="mentee", side="mentee").exists()
    assert Application.objects.count() == 1


def test_a_survey_closing_before_it_opens_is_refused(page, women):
    changes = {"end-closes": "2021-01-01"}
    answer = page.change(women, "settings_surveys", changes)
    assert "The survey closes before it opens." in html(answer)


def test_faq_keeps_the_order_of_the_numbers(page, women):
    fields = page.fields(women, "settings_faq")
    total = int(fields["faq-TOTAL_FORMS"])
    new = {
        f"faq-{total - 1}-question": "Is it fun?",
        f"faq-{total - 1}-answer": "It is.",
        f"faq-{total - 1}-place": "1",
        "faq-0-place": "2",
        "faq-1-remove": "on",
    }
    gone = fields["faq-1-question"]
    assert page.save(women, "settings_faq", fields | new).status_code == 302
    asked = list(women.faq.values_list("question", flat=True))
    assert asked[:2] == ["Is it fun?", fields["faq-0-question"]]
    assert gone not in asked


def test_staff_are_added_by_address_and_lose_the_right_at_once(page, women, client):
    quinn = UserFactory(name="Quinn", email="quinn@example.com")
    page.save(women, "settings_staff", {"email": "Quinn@Example.com", "role": "confirmer"})
    row = Staff.objects.get(person=quinn)
    assert row.role == "confirmer"
    page.client.post(page.address(women, "staff_remove", pk=row.pk))
    client.force_login(quinn)
    assert client.get(page.address(women, "applications:review")).status_code == 404


def test_nobody_is_added_by_an_unknown_address(page, women):
    answer = page.save(
        women, "settings_staff", {"email": "nobody@example.com", "role": "organizer"}
    )
    assert "Nobody here has this address." in html(answer)


def test_the_last_organizer_stays(page, women, olga):
    row = Staff.objects.get(person=olga)
    page.client.post(page.address(women, "staff_remove", pk=row.pk))
    assert Staff.objects.filter(pk=row.pk).exists()
    StaffFactory(program=women.program)
    answer = page.client.post(page.address(women, "staff_remove", pk=row.pk))
    assert answer.url == reverse("programs:organize")
    assert page.client.get(page.address(women)).status_code == 404


def test_the_public_page_opens_closes_and_is_put_away(page, women, client):
    public = page.address(women, "cycle_public")
    client.post(page.address(women, "settings_step", step="publish"))
    assert client.get(public).status_code == 200
    client.post(page.address(women, "settings_step", step="unpublish"))
    assert Cycle.objects.get().published_at is None
    client.post(page.address(women, "settings_step", step="archive"))
    assert Cycle.objects.get().archived_at is not None
    client.post(page.address(women, "settings_step", step="unarchive"))
    assert Cycle.objects.get().archived_at is None


def test_a_program_is_put_away_with_its_cycles_and_comes_back(page, women, client):
    client.post(page.address(women, "settings_step", step="publish"))
    public = page.address(women, "cycle_public")
    lists = reverse("programs:program_list")
    assert women.program.name in page.client.get(lists).text
    page.client.post(page.address(women, "settings_step", step="archive-program"))
    women.refresh_from_db()
    assert women.archived_at == women.program.archived_at is not None
    assert women.program.name not in page.client.get(lists).text
    assert "Bring the program back" in page.client.get(page.address(women)).text

    page.client.post(page.address(women, "settings_step", step="unarchive-program"))
    women.refresh_from_db()
    assert women.archived_at is None
    assert women.program.name in page.client.get(lists).text
    assert page.client.get(public).status_code == 200


def test_the_public_page_stays_open_once_people_apply(page, women):
    cycles.publish(women, by=None, at=AT)
    ApplicationFactory(cycle=women, role=women.roles.get(slug="mentee"))
    page.client.post(page.address(women, "settings_step", step="unpublish"))
    assert Cycle.objects.get().published_at == AT


def test_a_file_is_looked_at_before_it_is_loaded(page, women):
    text = dump(women).replace("lead: ", "lead: Anew, ", 1)
    assert text != dump(women)
    look = html(page.save(women, "settings_file", {"text": text}))
    assert "Changed" in look
    assert not Program.objects.get().lead.startswith("Anew")
    page.save(women, "settings_file", {"text": text, "sure": "1"})
    assert Program.objects.get().lead.startswith("Anew")


def test_what_somebody_changed_after_the_look_at_a_file_is_not_overwritten_unseen(page, women):
    text = dump(women).replace("Women at", "People at")
    look = page.save(women, "settings_file", {"text": text})
    sure = {"text": text, "sure": "1", "base": look.context["base"]}
    page.change(women, "settings_texts", {"program-lead": "Written meanwhile"})
    refused = page.save(women, "settings_file", sure)
    assert "Somebody changed this cycle meanwhile." in html(refused)
    assert "People at" in html(refused)
    women = Cycle.objects.get(pk=women.pk)
    assert women.program.lead == "Written meanwhile"
    base = page.save(women, "settings_file", {"text": text}).context["base"]
    page.save(women, "settings_file", sure | {"base": base})
    assert Cycle.objects.get(pk=women.pk).program.lead != "Written meanwhile"


def test_a_file_about_another_cycle_is_refused(page, women):
    text = TEMPLATES["plain"].read()
    answer = html(page.save(women, "settings_file", {"text": text, "sure": "1"}))
    assert "The file is about" in answer
    assert Cycle.objects.count() == 1


def test_a_download_loads_again(page, women):
    answer = page.client.get(page.address(women, "settings_download"))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert load(html(answer), at=AT).tally.changes_nothing


def test_administrators_read_settings_and_change_nothing(client, women):
    client.force_login(UserFactory(is_staff=True))
    page = Page(client)
    shown = page.read(women, "settings_texts")
    assert ">Save<" not in shown
    assert "fieldset disabled" in shown


@pytest.mark.parametrize("section", [*WITH_A_FORM, "roles", "questions", "staff", "file"])
def test_settings_cost_the_same_with_more_rows(page, women, section):
    name = address_of(section)
    page.read(women, name)
    with CaptureQueriesContext(connection) as before:
        page.read(women, name)
    for number in range(3):
        women.faq.create(question=f"More {number}?", answer="Yes")
        women.milestones.create(title=f"Day {number}", starts_on=date(2021, 8, 1))
        role = women.roles.get(slug="mentor")
        role.requirements.create(key=f"more-{number}", text="More")
        role.questionnaire.questions.create(key=f"more-{number}", text="More?", kind="text")
        StaffFactory(program=women.program, role="committee")
    page.read(women, name)
    with CaptureQueriesContext(connection) as after:
        page.read(women, name)
    assert len(after) == len(before)


def test_how_it_is_known_follows_from_the_kind_without_being_asked(page, women):
    fields = page.fields(women, "settings_role", role="mentor")
    statement = next(k for k, v in fields.items() if v == "statement" and k.endswith("-kind"))
    row = statement.removesuffix("-kind")
    changes = {f"{row}-kind": "tenure", f"{row}-months": "4", f"{row}-check_by": "attested"}
    answer = page.save(women, "settings_role", fields | changes, role="mentor")
    assert answer.status_code == 302
    saved = Role.objects.get(slug="mentor").requirements.get(key=fields[f"{row}-key"])
    assert (saved.kind, saved.check_by, saved.months) == ("tenure", "computed", 4)


def test_a_line_opens_by_itself_where_something_is_wrong(page, women):
    fields = page.fields(women, "settings_role", role="mentor")
    tenure = next(k for k, v in fields.items() if v == "tenure" and k.endswith("-kind"))
    row = tenure.removesuffix("-kind")
    answer = page.save(women, "settings_role", fields | {f"{row}-months": ""}, role="mentor")
    assert "<details open>" in " ".join(html(answer).split())
