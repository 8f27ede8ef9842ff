"""Pathways as organizers write them: by file, by command and in pages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from growth.models import ItemKind, Pathway, PathwayItem, PersonItem
from growth.pathway.actions import files, items
from growth.pathway.receivers import shipped
from growth.pathway.rules import manual
from growth.setup.actions import set_up
from people.models import AuditEntry
from programs.programfile import ProgramFileError
from tests.factories import UserFactory
from tests.factories.growth import (
    ItemKindFactory,
    OpportunityFactory,
    PathwayFactory,
    PathwayItemFactory,
)
from tests.growth.pathways import AT, TODAY, load_pathway, row_of

HEAD = "pathway: {slug: small, name: Small}\n"
SMALL = (
    HEAD
    + "kinds:\n"
    + "  - {key: course, title: One course, closed_by: course}\n"
    + "  - {key: talk, title: One talk}\n"
    + "quarters:\n"
    + "  - {year: 1, quarter: 1, items: [{kind: course, count: 2}, talk]}\n"
    + "  - {year: 3, items: [talk]}\n"
)


@pytest.fixture
def pages(client, growth_organizer):
    client.force_login(growth_organizer)
    return client


def _counts(pathway):
    rows = PathwayItem.objects.filter(pathway=pathway, archived_at=None)
    return [(item.year, item.quarter, item.kind.key, item.count) for item in rows]


def _refused(text):
    with pytest.raises(ProgramFileError) as error:
        load_pathway(text)
    return error.value.messages


# ---- Files


def test_ways_and_opportunities_are_chosen_not_spelled(client, growth_on, growth_organizer):
    UserFactory(division="Finance")
    OpportunityFactory(slug="ceo-shadow", title="CEO shadow")
    kind = ItemKindFactory(closed_by="opportunity", opportunity="once-there")
    PathwayItemFactory(pathway=kind.pathway, kind=kind)
    address = reverse("growth:kind_edit", args=[kind.pathway.slug, kind.pk])
    client.force_login(growth_organizer)
    form = client.get(address).context["form"]
    for name, said in (
        ("opportunity", {"": "None", "ceo-shadow": "CEO shadow", "once-there": "once-there"}),
        ("way_1_slug", {"": "None", "ceo-shadow": "CEO shadow"}),
        ("way_1_division", {"": "None", "Finance": "Finance"}),
    ):
        assert {key: str(text) for key, text in form.fields[name].widget.choices} == said


def test_the_shipped_pathway_has_26_items(db):
    pathway = load_pathway()
    by_year = {1: 0, 2: 0, 3: 0}
    for item in pathway.items.all():
        by_year[item.year] += item.count
    assert by_year == {1: 13, 2: 10, 3: 3}
    assert pathway.kinds.count() == 17
    assert pathway.kinds.get(key="ceo-shadow").audience.startswith("For current and future")


def test_switching_growth_on_offers_it_once(administrator):
    values = {"divisions": [], "review_on": None, "by": administrator, "at": AT}
    set_up(state="on", **values)
    assert Pathway.objects.get().slug == "individual-contributors"
    Pathway.objects.update(name="Ours")
    set_up(state="off", **values)
    set_up(state="on", **values)
    assert Pathway.objects.get().name == "Ours"


def test_loading_a_dump_changes_nothing(db):
    first = load_pathway()
    text = files.dump(first)
    assert files.load(text, by=None, at=AT).tally.changes_nothing
    assert files.dump(first) == text


def test_a_dump_holds_what_pages_say_too(db):
    pathway = PathwayFactory(slug="ours", division="Sales", description="Two\nlines")
    kind = ItemKindFactory(pathway=pathway, other_division=True, closed_by="group_conversation")
    kind.alternatives.create(position=1, title="A", leads_to="opportunity", slug="ceo-shadow")
    kind.alternatives.create(position=2, title="B", text="b", division="X", url="https://b.example")
    PathwayItemFactory(kind=kind, year=2, quarter=None, count=3)
    text = files.dump(pathway)
    pathway.items.all().delete()
    pathway.delete()
    again = load_pathway(text)
    assert files.dump(again) == text
    assert again.division == "Sales"


def test_a_file_changes_what_differs_and_keeps_what_people_did(db):
    pathway = load_pathway(SMALL)
    person = UserFactory()
    items.tick(row_of(person, "talk", "y1q1"), seen=0, at=AT, today=TODAY)
    text = SMALL.replace("[{kind: course, count: 2}, talk]", "[course]")
    tally = files.load(text, by=None, at=AT).tally
    assert tally.of("changed") == {"pathway item": 1}
    assert tally.of("archived") == {"pathway item": 1}
    assert _counts(pathway) == [(1, 1, "course", 1), (3, None, "talk", 1)]
    assert PersonItem.objects.get().state == "done"
    load_pathway(SMALL)
    assert _counts(pathway)[1] == (1, 1, "talk", 1)
    assert PathwayItem.objects.count() == 3  # the one taken out came back


def test_a_kind_without_a_quarter_goes(db):
    pathway = load_pathway(SMALL)
    load_pathway(
        HEAD
        + "kinds: [{key: course, title: One course}]\n"
        + "quarters: [{year: 1, quarter: 1, items: [course]}]\n"
    )
    assert [kind.key for kind in pathway.kinds.all()] == ["course"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            SMALL.replace("One course,", "One course, colour: red,"),
            "Line 3, kinds[1].colour: This key is not known here.",
        ),
        (
            SMALL.replace("closed_by: course", "closed_by: luck"),
            "Line 3, kinds[1].closed_by: “luck” is not known here.",
        ),
        (
            SMALL.replace("{year: 3, items: [talk]}", "{year: 3, items: [walk]}"),
            "Line 7, quarters[2].items[1].kind: No kind has the key “walk”.",
        ),
        (
            SMALL.replace("{year: 3, items: [talk]}", "{year: 1, quarter: 1, items: [talk]}"),
            "Line 7, quarters[2].year: This appears twice.",
        ),
        (
            SMALL.replace("key: talk", "key: course"),
            "Line 4, kinds[2].key: This appears twice.",
        ),
        (
            SMALL.replace("items: [talk]", "items: [talk, talk]"),
            "Line 7, quarters[2].items[2].kind: This appears twice.",
        ),
        (
            SMALL.replace("title: One talk}", "title: One talk, other_division: yes}"),
            "Line 4, kinds[2].other_division: Only a group conversation is of a division.",
        ),
        (
            SMALL.replace("title: One talk}", "title: One talk, closed_by: opportunity}"),
            "Line 4, kinds[2].opportunity: Name the opportunity that closes it.",
        ),
        (
            SMALL.replace("title: One talk}", "title: T, alternatives: [{title: A, slug: x}]}"),
            "Line 4, kinds[2].alternatives[1].slug: Only an opportunity has a short name.",
        ),
        (
            SMALL.replace("talk]}\n  - {year: 3, items: [talk]}", "]}").replace(", ]", "]"),
            "Line 4, kinds[2]: This kind is in no quarter, so nobody would see it.",
        ),
        (SMALL.replace("quarter: 1,", "quarter: 5,"), "Line 6, quarters[1].quarter: Use a number"),
        ("pathway: [", "Line 1"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_key(db, text, problem):
    assert [said for said in _refused(text) if said.startswith(problem)]
    assert not Pathway.objects.exists()


def test_a_division_has_one_pathway(db):
    load_pathway(SMALL)
    [said] = _refused(shipped())
    assert said.startswith("Line 6, pathway.division: “Small” is the pathway of the whole")
    assert Pathway.objects.count() == 1


def test_the_manual_is_made_from_the_definition():
    """When this fails, write `manual.text()` to docs/pathway-file.md."""
    written = (Path(settings.BASE_DIR) / "docs/pathway-file.md").read_text(encoding="utf-8")
    assert written == manual.text()


# ---- Commands


def test_commands_load_and_dump(db, tmp_path, capsys):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    call_command("load_pathway", str(path), "--dry-run")
    assert "dry run, nothing saved" in capsys.readouterr().out
    assert not Pathway.objects.exists()
    call_command("load_pathway", str(path), "--division", "Sales")
    assert "created 2 × item kind" in capsys.readouterr().out
    assert Pathway.objects.get().division == "Sales"
    call_command("dump_pathway", "small")
    path.write_text(capsys.readouterr().out)
    call_command("load_pathway", str(path))
    assert capsys.readouterr().out == "small: nothing to change.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "Line 1: this is not UTF-8."), (b"kinds: []", "Line 1, pathway: This key")],
)
def test_commands_say_what_is_wrong(db, tmp_path, content, said):
    path = tmp_path / "wrong.yaml"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("load_pathway", str(path))
    assert said in str(error.value)
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_pathway", str(tmp_path / "none.yaml"))
    path.write_text(SMALL)
    with pytest.raises(CommandError, match=r"Division: .* at most 120 characters"):
        call_command("load_pathway", str(path), "--division", "Long " * 30)
    assert not Pathway.objects.exists()
    with pytest.raises(CommandError, match="There is no pathway 'x'"):
        call_command("dump_pathway", "x")


# ---- Pages


def test_a_pathway_is_made_for_a_division_as_a_copy(pages):
    UserFactory(division="Sales")
    source = load_pathway()
    values = {"name": "Sales pathway", "division": "Sales", "begin_with": source.pk}
    pages.post(reverse("growth:pathway_new"), values)
    copy = Pathway.objects.get(slug="sales-pathway")
    assert _counts(copy) == _counts(source)
    assert AuditEntry.objects.filter(action="pathway_saved").exists()
    answer = pages.post(reverse("growth:pathway_new"), {**values, "name": "Another"})
    assert "is the pathway of this division already." in answer.text
    assert "Another" in answer.text
    page = pages.get(reverse("growth:pathway_list")).text
    assert "Sales pathway" in page


def test_a_pathway_is_renamed_and_put_aside(pages):
    pathway = load_pathway()
    address = reverse("growth:pathway_edit", args=[pathway.slug])
    pages.post(address, {"name": "First years", "division": ""})
    assert Pathway.objects.get().name == "First years"
    archive = reverse("growth:pathway_archive", args=[pathway.slug])
    pages.post(archive, {"archived": "yes"})
    assert Pathway.objects.get().archived_at
    load_pathway(SMALL)
    answer = pages.post(archive, {"archived": "no"}, follow=True)
    assert "is the pathway of the whole organization already." in answer.text


def test_an_item_is_added_with_its_quarters_and_ways(pages):
    pathway = PathwayFactory()
    address = reverse("growth:kind_add", args=[pathway.slug])
    values = {
        "title": "One course",
        "closed_by": "course",
        "y1q1": "1",
        "y2q3": "2",
        "y3": "1",
        "way_1_title": "Of your choice",
        "way_1_leads_to": "link",
        "way_1_url": "https://courses.example",
        "way_2_leads_to": "link",
    }
    pages.post(address, values)
    kind = ItemKind.objects.get()
    assert _counts(pathway) == [
        (1, 1, "one-course", 1),
        (2, 3, "one-course", 2),
        (3, None, "one-course", 1),
    ]
    assert [str(way) for way in kind.alternatives.all()] == ["Of your choice"]
    edit = reverse("growth:kind_edit", args=[pathway.slug, kind.pk])
    assert 'value="https://courses.example"' in pages.get(edit).text
    pages.post(edit, {"title": "A course", "closed_by": "course", "y2q3": "1"})
    assert _counts(pathway) == [(2, 3, "one-course", 1)]
    assert not kind.alternatives.exists()
    pages.post(reverse("growth:kind_remove", args=[pathway.slug, kind.pk]))
    assert not ItemKind.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Say in which quarter it is to be done."),
        ({"y1q1": "1", "closed_by": "opportunity"}, "Name the opportunity that closes it."),
        ({"y1q1": "1", "way_1_text": "Free"}, "Say what it is called."),
        ({"y1q1": "1", "way_1_title": "A", "way_1_leads_to": "opportunity"}, "Give the short name"),
        ({"y1q1": "99"}, "less than or equal to 20"),
    ],
)
def test_the_form_of_an_item_says_what_is_missing(pages, values, said):
    pathway = PathwayFactory()
    address = reverse("growth:kind_add", args=[pathway.slug])
    answer = pages.post(address, {"title": "Kept words", "closed_by": "hand", **values})
    assert said in answer.text
    assert "Kept words" in answer.text
    assert not ItemKind.objects.exists()


def test_items_change_places_within_their_quarter(pages):
    pathway = load_pathway(SMALL)
    talk = PathwayItem.objects.get(year=1, kind__key="talk")
    place = reverse("growth:pathway_item_place", args=[pathway.slug, talk.pk])
    pages.post(place, {"to": "up"})
    pages.post(place, {"to": "up"})
    assert [row[2] for row in _counts(pathway)[:2]] == ["talk", "course"]
    pages.post(place, {"to": "down"})
    assert [row[2] for row in _counts(pathway)[:2]] == ["course", "talk"]


def test_what_people_did_stays_when_an_item_is_no_longer_asked_for(pages):
    pathway = load_pathway(SMALL)
    items.tick(row_of(UserFactory(), "talk", "y1q1"), seen=0, at=AT, today=TODAY)
    kind = pathway.kinds.get(key="talk")
    pages.post(reverse("growth:kind_remove", args=[pathway.slug, kind.pk]))
    assert _counts(pathway) == [(1, 1, "course", 2)]
    assert PersonItem.objects.get().state == "done"


def _upload(pages, text, **more):
    file = SimpleUploadedFile("pathway.yaml", text if isinstance(text, bytes) else text.encode())
    return pages.post(reverse("growth:pathway_import"), {"file": file, **more})


def test_a_file_is_checked_imported_and_downloaded(pages):
    checked = _upload(pages, SMALL, only_check="on")
    assert "The file is fine." in checked.text
    assert not Pathway.objects.exists()
    assert _upload(pages, SMALL).url == reverse("growth:pathway_edit", args=["small"])
    answer = pages.get(reverse("growth:pathway_file", args=["small"]))
    assert answer["Content-Disposition"] == 'attachment; filename="small.yaml"'
    assert answer.text == files.dump(Pathway.objects.get())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SMALL.replace("title", "titel"), "Line 3, kinds[1].titel"),
        (b"\xff\xfe\x00", "This file is not text in UTF-8."),
        (b"[[[[", "Line 1"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(pages, text, said):
    assert said in _upload(pages, text).text
    assert not Pathway.objects.exists()
