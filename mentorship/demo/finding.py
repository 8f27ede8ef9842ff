"""People of the demo who find each other without a program: mentors who have time, and requests."""

from datetime import datetime, timedelta

from directory.actions import availability, registrations, requests, seeking
from directory.models import Availability, MentoringRequest
from directory.queries import places
from people.models import User

OFFERS = [
    (
        "I like drawing systems until they make sense.",
        "Thirty minutes every other week, and a sheet of paper.",
        "Code review before a release.",
        ["mon-0", "mon-1", "tue-1", "thu-2"],
    ),
    (
        "Came from support myself. Ask me about the first year.",
        "We write a little between talks.",
        "",
        ["tue-0", "tue-1", "wed-2", "fri-1"],
    ),
    (
        "Good at untangling career knots over a slow coffee.",
        "One question a session, no slides.",
        "Interviews for my own team.",
        ["mon-1", "wed-1", "thu-1"],
    ),
    (
        "Twelve years in, still learning to say no.",
        "I ask more than I answer.",
        "",
        ["tue-2", "wed-0", "wed-1", "thu-0"],
    ),
]
RICH = 12  # people with words and times; the others have switched it on and named topics


def play(crowd: list[User], named: dict[str, User], *, at: datetime) -> None:
    """Offers first, then what the newcomer asked for and what waits for the mentor."""
    mentor, newcomer = named["mentor"], named["newcomer"]
    since = at - timedelta(days=40)
    _switch_on(crowd, since)
    _offer(mentor, 0, since, free=2)
    shown = [person for person in crowd if person.is_available_as_mentor and person != mentor]
    chosen = [one for one in shown if one != newcomer.manager and not one.is_staff][:RICH]
    for number, person in enumerate(chosen):
        _offer(person, number, since, free=1 + number % 2)
    seeking.save(
        newcomer,
        topics=["Career growth", "Communication"],
        slots=["mon-1", "tue-1"],
        wants_word=False,
        at=at,
    )
    _newcomer(newcomer, chosen, at)
    mentees = [one for one in crowd if not one.is_available_as_mentor and one not in named.values()]
    _others(mentor, mentees, chosen, at)


def _switch_on(crowd: list[User], since: datetime) -> None:
    rows = [
        Availability(person=person, topics=person.focus_areas, opened_at=since, confirmed_at=since)
        for person in crowd
        if person.is_available_as_mentor
    ]
    Availability.objects.bulk_create(rows)


def _offer(person: User, number: int, since: datetime, *, free: int) -> None:
    helps_with, how_i_work, not_doing, slots = OFFERS[number % len(OFFERS)]
    taken = places.taken([person.pk]).get(person.pk, 0)
    values = {
        "topics": person.focus_areas,
        "slots": slots,
        "places": taken + free,
        "helps_with": helps_with,
        "how_i_work": how_i_work,
        "not_doing": not_doing,
        "takes_writing": number % 3 == 0,
        "from_on": None,
        "away_from": None,
        "away_until": None,
    }
    availability.offer(person, values, languages=person.languages, at=since)


def _newcomer(newcomer: User, mentors: list[User], at: datetime) -> None:
    """One declined with a name, one asked back and open, one that ended without an answer."""
    declined = _ask(newcomer, mentors[0], at - timedelta(days=9))
    requests.decline(
        declined,
        by=mentors[0],
        reason=MentoringRequest.Reason.FITS_OTHER,
        suggestion=mentors[2],
        text="I would only have asked her myself.",
        at=at - timedelta(days=8),
    )
    _ask(newcomer, mentors[3], at - timedelta(days=20))
    requests.expire_due(at - timedelta(days=10))
    waiting = _ask(newcomer, mentors[1], at - timedelta(days=4))
    question = "With pleasure, probably. Which project is it?"
    requests.ask_back(waiting, by=mentors[1], text=question, at=at - timedelta(days=2))


def _others(mentor: User, mentees: list[User], mentors: list[User], at: datetime) -> None:
    """Two wait for the named mentor, two have become a pair, two wait to be confirmed as one."""
    for number, mentee in enumerate(mentees[:2]):
        _ask(mentee, mentor, at - timedelta(days=3 + number))
    accepted = _ask(mentees[2], mentors[4], at - timedelta(days=16))
    requests.accept(accepted, by=mentors[4], text="Then yes.", at=at - timedelta(days=14))
    registrations.register(
        mentor,
        by=mentees[3],
        other_mentors=True,
        ends_on=(at + timedelta(days=120)).date(),
        at=at - timedelta(days=1),
    )


def _ask(mentee: User, mentor: User, at: datetime) -> MentoringRequest:
    return requests.ask(
        mentor,
        by=mentee,
        who_i_am="I joined a month ago and come from a much smaller company.",
        goal="I want to know whom to ask, and to run my first project without fear.",
        why_you="You wrote that you came from another field, too.",
        months=3,
        takes_writing=True,
        at=at,
    )
