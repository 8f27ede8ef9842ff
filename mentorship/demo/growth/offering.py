"""The board of opportunities of the demo: six to choose from, some that people applied for."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from growth.opportunities.actions import applications, board, guests
from growth.opportunities.models import Opportunity, OpportunityApplication
from mentorship.demo import people as people_of
from people.models import User
from programs.programfile.saving import shifting
from surveys.queries import questions_of
from surveys.values import AnswerValue

LONG, SHORT = "long_text", "text"


@dataclass(frozen=True)
class Offer:
    """One opportunity; days count from today."""

    kind: str
    title: str
    values: dict
    text: str
    questions: list[tuple[str, str]] = field(default_factory=list)
    opens_in: int | None = None
    closes_in: int | None = None
    starts_in: list[int] = field(default_factory=list)
    days: int = 12


OFFERS = {
    "security": Offer(
        "shadow",
        "Security shadow",
        {
            "lead": "Two weeks beside the people who answer when it burns. You watch, you ask, and in "
            "the second week you write the report of one incident.",
            "team": "Security",
            "time": "2 weeks, full days",
            "place": "Remote, Vienna or Lisbon hours",
            "audience": "Everyone who wants to know security from inside",
            "min_months": 12,
            "needs_cover": True,
            "zone": "Europe/Vienna",
        },
        "- **Week 1:** two shifts of triage, one review, coffee with three people of the team\n"
        "- **Week 2:** one incident from start to end, and its report with your name on it\n"
        "- **After:** ten minutes in your own team meeting about what you saw",
        [(LONG, "What do you want to see?"), (LONG, "What will you bring back to your team?")],
        closes_in=4,
        starts_in=[35, 63, 91],
    ),
    "ceo": Offer(
        "shadow",
        "CEO shadow",
        {
            "lead": "See the whole company from where it comes together.",
            "team": "Office of the CEO",
            "time": "2 weeks, full days",
            "audience": "Current and future directors and senior leaders",
            "min_level": 4,
            "needs_cover": True,
        },
        "You sit in on every meeting that is not confidential, write the notes, and hand over to the "
        "next one. Your pathway may name it in your second year: talk with your manager about "
        "whether it is your turn.",
        [(LONG, "What do you hope to understand better afterwards?")],
        opens_in=40,
        closes_in=61,
        starts_in=[80, 94],
    ),
    "chief of staff": Offer(
        "shadow",
        "Chief of staff shadow",
        {
            "lead": "One project of the chief of staff, from the question to the decision.",
            "team": "Office of the CEO",
            "time": "One project, 6 weeks. One day a week",
            "audience": "People who have led a project before",
            "min_level": 3,
            "places": 1,
        },
        "The project of this round: how teams in nine places decide without a meeting.",
        [(LONG, "Tell us of a project you led.")],
        closes_in=18,
    ),
    "detection": Offer(
        "internship",
        "Internship: detection engineering",
        {
            "lead": "Learn to write the rules that wake somebody up only when they should.",
            "team": "Security",
            "time": "30% for 3 months",
            "place": "Remote",
            "audience": "Any division. You can read code in one language",
            "needs_cover": True,
            "places": 2,
        },
        "You have a mentor in the team, a rule of your own to look after, and a place in the weekly "
        "review. Your manager arranges cover for a share of your time.",
        [(LONG, "What do you want to be able to do afterwards?")],
    ),
    "elevate": Offer(
        "program",
        "Elevate",
        {
            "lead": "Find out what leading people asks of you before you do it.",
            "team": "Learning",
            "time": "Half a day a week, 10 weeks",
            "audience": "Aspiring managers",
            "min_months": 24,
            "places": 12,
        },
        "Live sessions in a group of twelve, a coach, and a talk you have been putting off.",
        [(SHORT, "Whom do you lead already, without the title?")],
        closes_in=25,
    ),
    "reviews": Offer(
        "volunteer",
        "Incident review working group",
        {
            "lead": "Read one incident a week together, and say what would have helped.",
            "team": "Security and Support",
            "time": "1 hour a week",
            "place": "Remote",
            "audience": "Everyone, also community members",
            "open_to_guests": True,
        },
        "Every Thursday. We write down what we learn where everybody can read it.",
        [(SHORT, "Which incident would you like to read first?")],
    ),
}


def play(people: list[User], named: dict[str, User], *, at: datetime) -> None:
    """The board is filled, and some people have applied. Growth is on already."""
    owners = _owners(people, named)
    found = {key: _offer(OFFERS[key], owners[key], named["organizer"], at) for key in OFFERS}
    _apply(found, people, named, owners, at)


def _owners(people: list[User], named: dict[str, User]) -> dict[str, User]:
    others = [person for person in people if person not in named.values()]
    by_level = sorted(others, key=lambda person: person.level or 0, reverse=True)
    security = next(person for person in by_level if person.department == "Security")
    lead = by_level[0]
    return {
        "security": security,
        "detection": security,
        "reviews": named["committee"],
        "elevate": named["organizer"],
        "ceo": lead,
        "chief of staff": lead,
    }


def _offer(offer: Offer, owner: User, by: User, at: datetime) -> Opportunity:
    begun = at - timedelta(days=20)
    made = board.add({"kind": offer.kind, "title": offer.title}, owner=owner, by=by, at=begun)
    today = made.day(at)
    values = {
        **offer.values,
        "text": offer.text,
        "apply_from": _in_days(today, offer.opens_in),
        "apply_until": _in_days(today, offer.closes_in),
        "answers_by": _in_days(today, offer.closes_in and offer.closes_in + 7),
    }
    starts = [shifting.workday(today + timedelta(days=days)) for days in offer.starts_in]
    dates = [
        {"starts_on": day, "ends_on": day + timedelta(days=offer.days - 1), "places": 2}
        for day in starts
    ]
    questions = [
        {"text": text, "help_text": "", "kind": kind, "is_required": True}
        for kind, text in offer.questions
    ]
    board.change(
        made, values, dates=dates, questions=questions, by=owner, at=begun, seen=made.changed_at
    )
    return board.publish(made, by=owner, at=begun)


def _in_days(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _apply(
    found: dict[str, Opportunity],
    people: list[User],
    named: dict[str, User],
    owners: dict[str, User],
    at: datetime,
) -> None:
    """One waits for her manager, one has a place, one took part, and a guest waits for an answer."""
    shadow, reviews = found["security"], found["reviews"]
    runs_shadow, runs_reviews = owners["security"], owners["reviews"]
    with_manager = [
        person
        for person in people
        if person.manager_id and person not in named.values() and person not in owners.values()
    ]
    other = with_manager[0]
    placed = _send(shadow, other, at - timedelta(days=6), "How a shift is handed over.", "Notes.")
    manager = User.objects.get(pk=other.manager_id)
    words, day = "Two colleagues share the early shift.", at - timedelta(days=4)
    applications.answer_cover(placed, "arranged", words=words, by=manager, at=day)
    day = at - timedelta(days=2)
    applications.decide(placed, "placed", words="Welcome!", by=runs_shadow, at=day)
    _send(
        shadow,
        named["mentee"],
        at - timedelta(days=1),
        "How the team decides in the first ten minutes, with half of the facts.",
        "A first version of a shared triage page.",
    )
    took_part = _send(reviews, named["both roles"], at - timedelta(days=15), "The one in March.")
    day = at - timedelta(days=14)
    applications.decide(took_part, "placed", words="", by=runs_reviews, at=day)
    applications.mark_done(took_part, on=reviews.day(at), by=runs_reviews, at=at)
    _send(reviews, _guest(reviews, runs_reviews, at), at - timedelta(days=7), "The login outage.")


def _send(
    opportunity: Opportunity, person: User, at: datetime, *answers: str
) -> OpportunityApplication:
    questions = questions_of(opportunity.questionnaire)
    values = {"date": opportunity.dates.first()}
    texts = {
        question.pk: [AnswerValue(text=text)]
        for question, text in zip(questions, answers, strict=True)
    }
    return applications.apply(opportunity, person, values, texts, at=at)


def _guest(opportunity: Opportunity, by: User, at: datetime) -> User:
    """Invited, and able to sign in like everybody of the demo."""
    account = people_of.GUEST
    values = {"name": account.name, "email": account.email, "community": "Open Build"}
    person = guests.invite(opportunity, values, by=by, at=at - timedelta(days=8)).person
    person.password = make_password(people_of.password())
    person.last_login = at - timedelta(days=7)
    person.save(update_fields=["password", "last_login"])
    EmailAddress.objects.filter(user=person).update(verified=True)
    return person
