"""Organizers read of Captains and Sailors where their cycle calls people so."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.actions import publication, runs
from programs.models.called import Called
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db
NOW = timezone.now
PLAIN_WORDS = re.compile(r"\b(mentors?|mentees?)\b", re.IGNORECASE)


@pytest.fixture
def sea(cycle):
    """Two Captains and four Sailors, of whom one is free to be nobody's; and one more Captain."""
    cycle.roles.filter(side="mentor").update(name="Captain", plural="")
    cycle.roles.filter(side="mentee").update(name="Sailor", plural="Crew")
    for name, side, division in (
        ("Ann", "mentor", "D"),
        ("Bo", "mentor", "C"),
        ("Cy", "mentee", "C"),
        ("Di", "mentee", "D"),
        ("Eve", "mentee", "E"),
        ("Flo", "mentee", "C"),
        ("Gus", "mentor", "F"),
        ("Ida", "mentor", "F"),
        ("Kim", "mentor", "F"),
    ):
        apply(cycle, side, name=name, division=division)
    return type(cycle).objects.get(pk=cycle.pk)


def heard(page):
    """Everything a person reads or is read to, below the head of the site."""
    main = re.search(r"<main.*</main>", page.text, re.DOTALL).group()
    named = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', main)
    shown = re.sub(r"<script.*?</script>|<[^>]*>", " ", main, flags=re.DOTALL)
    return html.unescape(" ".join(" ".join([shown, *named]).split()))


def untrue(text):
    return sorted({text[max(0, m.start() - 40) : m.end() + 20] for m in PLAIN_WORDS.finditer(text)})


def read(client, cycle, name, query=""):
    address = reverse(name, args=[cycle.program.slug, cycle.slug])
    return heard(client.get(address + query, follow=True))


def test_before_the_first_run_and_on_the_board(client, organizer, sea):
    client.force_login(organizer)
    first = read(client, sea, "pairing:board")
    assert "Eligible Captains" in first
    assert not untrue(first)

    runs.carry_out(runs.start(sea, by=None, at=NOW()).pk)
    board = read(client, sea, "pairing:board")
    assert "Captains with free places" in board
    assert "Sailor, A to Z" in board
    proposal = sea.board.proposals.first()
    free = sea.applications.filter(role__side="mentor", proposals_as_mentor=None).first()
    other = sea.applications.filter(role__side="mentee").exclude(pk=proposal.mentee_id).first()
    looks = [
        "?view=map",
        "?view=insight",
        f"?pair={proposal.mentee_id}&find=zzz",
        f"?pair={proposal.mentee_id}&ask=veto",
        f"?pair={proposal.mentee_id}&with={free.pk}",
        f"?pair={other.pk}",
        f"?mentor={free.pk}",
        f"?mentor={proposal.mentor_id}&ask=places&places=2",
    ]
    for look in looks:
        assert not untrue(read(client, sea, "pairing:board", look)), look


def test_preview_repair_votes_and_report(client, organizer, sea):
    client.force_login(organizer)
    runs.carry_out(runs.start(sea, by=None, at=NOW()).pk)
    preview = read(client, sea, "pairing:publish")
    assert "as Captain" in preview
    assert not untrue(preview)
    for sample in (1, 2, 3):
        left = read(client, sea, "pairing:publish", f"?group=unpaired&sample={sample}")
        assert not untrue(left)

    publication.publish(sea, by=organizer, at=NOW())
    for name in (
        "pairing:board",
        "pairing:repair",
        "pairing:votes",
        "pairs:pair_list",
        "outcomes:dashboard",
        "outcomes:report",
        "programs:survey_list",
    ):
        assert not untrue(read(client, sea, name)), name


def test_files_of_pairs_head_their_columns_with_the_same_words(client, organizer, sea):
    client.force_login(organizer)
    for name in ("pairs:pair_export", "outcomes:report_export"):
        answer = client.get(reverse(name, args=[sea.program.slug, sea.slug]) + "?format=csv")
        head = b"".join(answer.streaming_content if answer.streaming else [answer.content])
        assert "Captain,Sailor," in head.decode("utf-8-sig").splitlines()[0]


def test_a_side_with_two_roles_keeps_the_plain_words(cycle):
    captain = cycle.roles.get(side="mentor")
    captain.name = "Captain"
    coach = type(captain)(cycle=cycle, side="mentor", name="Coach")
    assert Called.by_roles([captain]).mentors == "Captains"
    assert Called.by_roles([captain, coach]).mentors == "mentors"
    assert Called.by_roles([]) == Called.plainly()
