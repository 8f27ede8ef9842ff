"""Job families: edited in pages, brought in by a file, and what changed in them."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growth.families.actions import families, files
from growth.families.rules import match_texts
from growth.models import Criterion, CriterionChange, JobFamily, JobLevel, Pillar
from tests.factories import UserFactory
from tests.factories.growth import (
    CriterionFactory,
    JobFamilyFactory,
    JobLevelFactory,
    PillarFactory,
)
from tests.factories.odd_files import ODD

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
HEAD = "family,level,number,pillar,criterion\n"
GOOD = (
    HEAD
    + "Support,Senior,5,Gets results,Solves hard cases\n"
    + "Support,Staff,6,Gets results,Leads work across teams\n"
    + "Support,Staff,6,Gets results,Shows what changed\n"
    + "Support,Staff,6,Works with others,Makes two divisions agree\n"
)


@pytest.fixture
def pages(client, growth_organizer):
    client.force_login(growth_organizer)
    return client


def _texts(level, pillar):
    rows = Criterion.objects.filter(level=level, pillar=pillar, archived_at__isnull=True)
    return list(rows.order_by("position").values_list("text", flat=True))


def _import(client, content, **more):
    file = SimpleUploadedFile(
        "levels.csv", content if isinstance(content, bytes) else content.encode()
    )
    return client.post(reverse("growth:family_import"), {"file": file, **more})


@pytest.mark.parametrize(
    ("known", "texts", "places"),
    [
        ([], ["a"], [None]),
        (["a", "b"], ["b", "a"], [1, 0]),
        (["a", "b"], ["a", "c"], [0, 1]),
        (["a", "b"], ["c", "a"], [1, 0]),
        (["a"], ["b", "a", "c"], [None, 0, None]),
        (["a", "b"], [], []),
        (["a", "b", "c"], ["x"], [0]),
    ],
)
def test_which_text_continues_which(known, texts, places):
    assert match_texts(known, texts) == places


def test_a_family_is_made_in_pages(pages):
    pillar = PillarFactory(name="Gets results")
    pages.post(reverse("growth:family_add"), {"name": "Support engineering", "description": ""})
    family = JobFamily.objects.get()
    for name, number in (("Senior", 5), ("Staff", "")):
        values = {"name": name, "number": number, f"pillar_{pillar.pk}": "Leads work\n\nShows it\n"}
        pages.post(reverse("growth:level_add", args=[family.slug]), values)
    senior, staff = family.levels.all()
    assert (senior.name, senior.rank, senior.number) == ("Senior", 1, 5)
    assert (staff.name, staff.rank, staff.number) == ("Staff", 2, None)
    assert _texts(staff, pillar) == ["Leads work", "Shows it"]

    pages.post(reverse("growth:level_move", args=[family.slug, staff.pk]), {"to": "up"})
    assert [level.name for level in family.levels.all()] == ["Staff", "Senior"]


def test_names_of_levels_differ_within_a_family(pages):
    level = JobLevelFactory(name="Senior")
    address = reverse("growth:level_add", args=[level.family.slug])
    answer = pages.post(address, {"name": "Senior", "description": "typed by somebody"})
    assert answer.status_code == 200
    assert "typed by somebody" in answer.text
    assert JobLevel.objects.count() == 1


def test_rewording_keeps_the_criterion_and_says_what_changed(pages):
    criterion = CriterionFactory(text="Old words")
    level, pillar = criterion.level, criterion.pillar
    families.set_criteria(level, pillar, ["First", "New words"], by=None, at=AT)
    families.set_criteria(level, pillar, ["New words"], by=None, at=AT)
    criterion.refresh_from_db()
    page = pages.get(reverse("growth:family_changes", args=[level.family.slug])).text
    assert criterion.archived_at is not None or criterion.text in {"First", "New words"}
    assert "<del>Old words</del>" in page
    assert _texts(level, pillar) == ["New words"]
    assert CriterionChange.objects.filter(old_text="Old words").count() == 1


def test_criteria_change_places_without_a_clash():
    assert match_texts(["a", "b", "c"], ["c", "b", "a"]) == [2, 1, 0]


def test_order_is_kept_when_criteria_change_places(db):
    criterion = CriterionFactory(text="a")
    level, pillar = criterion.level, criterion.pillar
    families.set_criteria(level, pillar, ["a", "b", "c"], by=None, at=AT)
    families.set_criteria(level, pillar, ["c", "b", "a"], by=None, at=AT)
    assert _texts(level, pillar) == ["c", "b", "a"]
    assert CriterionChange.objects.filter(new_text="").count() == 0


def test_what_people_use_is_not_removed(pages, noor):
    criterion = CriterionFactory()
    level = criterion.level
    criterion.assessments.create(person=noor, stand="sometimes")
    address = reverse("growth:level_remove", args=[level.family.slug, level.pk])
    answer = pages.post(address, follow=True)
    assert "People use" in answer.text
    pages.post(reverse("growth:pillar_remove", args=[criterion.pillar.slug]))
    assert (JobLevel.objects.count(), Pillar.objects.count()) == (1, 1)
    criterion.delete()
    pages.post(address)
    pages.post(reverse("growth:pillar_remove", args=[criterion.pillar.slug]))
    assert (JobLevel.objects.count(), Pillar.objects.count()) == (0, 0)


def test_a_family_no_longer_offered_is_not_to_be_chosen(pages, client, noor):
    level = JobLevelFactory(family=JobFamilyFactory(name="Old family"))
    archive = reverse("growth:family_archive", args=[level.family.slug])
    pages.post(archive, {"archived": "yes"}, follow=True)
    client.force_login(noor)
    assert "Old family" not in client.get(reverse("growth:level_choose")).text


# ---- Files


def test_a_file_makes_families_levels_and_pillars(pages):
    assert _import(pages, GOOD).url == reverse("growth:family_list")
    family = JobFamily.objects.get(name="Support")
    assert [(level.name, level.number) for level in family.levels.all()] == [
        ("Senior", 5),
        ("Staff", 6),
    ]
    staff = family.levels.get(name="Staff")
    results = Pillar.objects.get(name="Gets results")
    assert _texts(staff, results) == ["Leads work across teams", "Shows what changed"]
    assert Pillar.objects.get(name="Works with others").position == 2


def test_a_file_is_checked_without_a_change(pages):
    answer = _import(pages, GOOD, only_check="on")
    assert "Job families: 1. Levels: 2. Criteria: 4." in answer.text
    assert not JobFamily.objects.exists()


def test_the_same_file_twice_changes_nothing_more(pages):
    _import(pages, GOOD)
    changes = CriterionChange.objects.count()
    _import(pages, GOOD)
    assert CriterionChange.objects.count() == changes
    assert (JobFamily.objects.count(), JobLevel.objects.count(), Pillar.objects.count()) == (
        1,
        2,
        2,
    )


def test_a_file_leaves_alone_what_it_does_not_name(pages):
    _import(pages, GOOD)
    _import(pages, HEAD + "support,Staff,,Gets results,Leads everything\n")
    family = JobFamily.objects.get()
    assert {level.name for level in family.levels.all()} == {"Senior", "Staff"}
    staff = family.levels.get(name="Staff")
    assert staff.number == 6
    assert _texts(staff, Pillar.objects.get(name="Gets results")) == ["Leads everything"]
    assert _texts(staff, Pillar.objects.get(name="Works with others")) == [
        "Makes two divisions agree"
    ]


def test_what_was_downloaded_is_taken_in_again(pages):
    _import(pages, GOOD)
    content = b"".join(pages.get(reverse("growth:family_export")).streaming_content)
    changes = CriterionChange.objects.count()
    _import(pages, content)
    assert CriterionChange.objects.count() == changes
    assert JobLevel.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (",Staff,,,", "Line 2, column “family”: This is empty."),
        ("Support,,,,", "Line 2, column “level”: This is empty."),
        ("Support,Staff,,,Leads", "Line 2, column “pillar”: A criterion needs a pillar."),
        ("Support,Staff,six,,", "Line 2, column “number”: Not a whole number from 0 on."),
        ("Support,Staff,99999,,", "Line 2, column “number”: Not a whole number from 0 on."),
        ("Support,Staff,²,,", "Line 2, column “number”: Not a whole number from 0 on."),
        (f"{'x' * 121},Staff,,,", "Line 2, column “family”: Longer than 120 characters."),
        (
            f"Support,Staff,,P,{'x' * 1001}",
            "Line 2, column “criterion”: Longer than 1000 characters.",
        ),
    ],
)
def test_errors_name_line_and_column_and_nothing_is_imported(pages, row, place):
    answer = _import(pages, HEAD + row + "\nSupport,Senior,5,,\n")
    assert place in answer.text
    assert not JobFamily.objects.exists()


def test_a_file_without_the_columns_says_which(pages):
    answer = _import(pages, "team,grade\nSupport,Senior\n")
    assert "The file has no column “family”." in answer.text


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_files_are_refused_or_taken_but_never_break(pages, name):
    answer = _import(pages, ODD[name])
    assert answer.status_code in {200, 302}
    assert not JobFamily.objects.exists()


def test_only_organizers_of_growth_edit(client, administrator, noor):
    for person in (administrator, noor, UserFactory()):
        client.force_login(person)
        assert client.get(reverse("growth:family_list")).status_code == 404
        assert _import(client, GOOD).status_code == 404
    assert not JobFamily.objects.exists()


def test_a_put_of_a_file_and_of_a_page_meet(db):
    """The file of pathways puts families in by the same way in."""
    families.put_pillar("results", {"name": "Gets results"}, by=None, at=AT)
    levels = [{"name": "Staff", "criteria": {"results": ["Leads work"]}}, {"name": "Principal"}]
    family = families.put_family("support", {"name": "Support"}, levels, by=None, at=AT)
    families.put_family("support", {"name": "Support"}, levels[::-1], by=None, at=AT)
    assert [(level.rank, level.name) for level in family.levels.all()] == [
        (1, "Principal"),
        (2, "Staff"),
    ]


def test_files_are_read_in_their_own_order():
    reading = files.read(GOOD.encode())
    assert list(reading.families["Support"]) == ["Senior", "Staff"]
    assert reading.problems == []


def test_a_level_keeps_what_a_change_does_not_name(growth_organizer):
    level = JobLevelFactory(name="Senior", number=5)
    families.put_level(level.family, level, {"name": "Senior I"}, [], by=growth_organizer, at=AT)
    level.refresh_from_db()
    assert (level.name, level.number) == ("Senior I", 5)


def test_rows_that_are_none_are_named_and_empty_ones_left_out(db):
    content = HEAD + 'Support,"Senior"x,5,Gets results,Solves\n,,,,\nSupport,Staff,,,\n'
    reading = files.read(content.encode())
    assert [problem.line for problem in reading.problems] == [2]
    assert list(reading.families["Support"]) == ["Staff"]
    with pytest.raises(ValidationError, match="Line 2"):
        files.load(reading, by=None, at=AT)
    assert not JobFamily.objects.exists()


def test_the_same_criterion_twice_is_one_and_a_name_that_is_taken_gets_another_address(db):
    JobFamilyFactory(slug="support", name="Support of long ago")
    twice = GOOD + "Support,Senior,5,Gets results,Solves hard cases\n"
    [family] = files.load(files.read(twice.encode()), by=None, at=AT)
    assert family.slug == "support-2"
    assert Criterion.objects.filter(text="Solves hard cases").count() == 1
