"""The people of the demo: Fernhill, a made-up company of twenty departments."""

import base64
import hashlib
import hmac
import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.actions import addresses
from people.models import User
from people.names import sort_key

DOMAIN = "fernhill.example"
DIVISIONS = {
    "Engineering": ["Backend", "Frontend", "Infrastructure", "Security", "Quality"],
    "Product": ["Design", "Product Management", "Data"],
    "Sales": ["Field Sales", "Sales Development", "Customer Success"],
    "Marketing": ["Brand", "Content", "Events"],
    "People": ["People Operations", "Talent Acquisition", "Learning"],
    "Finance": ["Accounting", "Legal", "Procurement"],
}
TITLES = {1: "Associate", 2: "Specialist", 3: "Senior Specialist", 4: "Lead", 5: "Director"}
PLACES = [
    ("Vienna", "Europe/Vienna"),
    ("Lisbon", "Europe/Lisbon"),
    ("London", "Europe/London"),
    ("Nairobi", "Africa/Nairobi"),
    ("Toronto", "America/Toronto"),
    ("Denver", "America/Denver"),
    ("São Paulo", "America/Sao_Paulo"),
    ("Bengaluru", "Asia/Kolkata"),
    ("Singapore", "Asia/Singapore"),
]
FOCUS = [
    "Moving into management",
    "Confidence and visibility",
    "Career growth",
    "Communication",
    "Technical depth",
    "Working across teams",
]
LANGUAGES = ["English", "German", "Portuguese", "French", "Hindi", "Swahili", "Spanish"]
FIRST = (
    "Amara Beatriz Chioma Daniela Elif Farah Greta Hana Ingrid Jelena Kavita Leonie Mirela Nadia Oluchi "
    "Paloma Quynh Renata Sanne Thandiwe Uma Valentina Wiebke Ximena Yara Zanele Anton Bilal Caspian Dario "
    "Emeka Florian Gustavo Henrik Ivo Jonas Kofi Luca Mateus Nikhil Oskar Pavel Rafael Stefan Tomasz Viktor"
)
LAST = (
    "Abara Bergqvist Castellano Dvorak Eriksen Farouk Gruber Haddad Iyer Janssen Kowal Lindqvist Marsh "
    "Nakagawa Okonkwo Pell Quince Rahimi Santos Thorne Ueda Vasquez Whitlock Xavier Yildiz Zimmer Ashworth "
    "Bianchi Chandra Delacroix"
)


@dataclass(frozen=True)
class Account:
    """Somebody a newcomer can sign in as."""

    role: str
    email: str
    name: str


NAMED = [
    Account("administrator", f"admin@{DOMAIN}", "Ada Whitlock"),
    Account("organizer", f"organizer@{DOMAIN}", "Ines Gruber"),
    Account("confirmer", f"confirmer@{DOMAIN}", "Tomasz Kowal"),
    Account("committee", f"committee@{DOMAIN}", "Renata Santos"),
    Account("mentor", f"mentor@{DOMAIN}", "Sunniva Pell"),
    Account("mentee", f"mentee@{DOMAIN}", "Thandiwe Marsh"),
    Account("both roles", f"both@{DOMAIN}", "Jonas Dvorak"),
    Account("newcomer", f"newcomer@{DOMAIN}", "Nikhil Iyer"),
    Account("first year", f"first.year@{DOMAIN}", "Noor Farouk"),
]
# From outside, so not one of the company's people.
GUEST = Account("guest", "guest@openbuild.example", "Kofi Adjei")


def password() -> str:
    """One password for all demo accounts: always the same here, different in every installation."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo accounts", hashlib.sha256).digest()
    return "fernhill-" + base64.b32encode(digest)[:8].decode().lower()


def make(count: int, *, today: date) -> list[User]:
    """The named accounts first, then colleagues: `count` people in all. Levels fall off upwards."""
    dice = random.Random(2021)  # noqa: S311 - invented people, the same every time
    hashed = make_password(password())
    people = [_person(index, dice, hashed, today) for index in range(count)]
    User.objects.bulk_create(people)
    _give_managers(people, dice)
    addresses.give(people)
    return people


def _person(index: int, dice: random.Random, hashed: str, today: date) -> User:
    first, last = FIRST.split(), LAST.split()
    departments = [(division, one) for division, some in DIVISIONS.items() for one in some]
    division, department = departments[index * 7 % len(departments)]
    place, zone = dice.choices(PLACES, [6, 5, 5, 2, 4, 3, 2, 2, 1])[0]
    level = dice.choices([1, 2, 3, 4, 5], [25, 30, 25, 13, 7])[0]
    name = f"{first[index * 11 % len(first)]} {last[(index * 7 + index // 30) % len(last)]}"
    email = f"{sort_key(name).replace(' ', '.')}.{index}@{DOMAIN}"
    named = NAMED[index] if index < len(NAMED) else None
    person = User(
        name=named.name if named else name,
        email=named.email if named else email,
        external_id=f"F{index + 1:05}",
        job_title=f"{TITLES[level]}, {department}",
        level=_level(named, level),
        division=division,
        department=department,
        location=place,
        time_zone=zone,
        started_on=today - timedelta(days=_days_here(named, dice)),
        languages=["English", *dice.sample(LANGUAGES[1:], dice.choice([0, 1, 1, 2]))],
        focus_areas=dice.sample(FOCUS, 2),
        is_available_as_mentor=level >= 3 and dice.random() < 0.5,
        is_staff=bool(named and named.role == "administrator"),
        is_superuser=bool(named and named.role == "administrator"),
        may_create_programs=bool(named and named.role == "organizer"),
        password=hashed,
        created_at=timezone.now(),
    )
    person.sort_name = sort_key(person.name)
    return person


def _level(named: Account | None, level: int) -> int:
    levels = {"mentor": 5, "mentee": 2, "both roles": 3, "first year": 2}
    return levels.get(named.role, level) if named else level


def _days_here(named: Account | None, dice: random.Random) -> int:
    """The newcomer is too new for most programs, and one is in the last quarter of the first
    year; everybody else has been here for longer."""
    days = dice.randint(420, 4000)
    return {"newcomer": 30, "first year": 310}.get(named.role, days) if named else days


def _give_managers(people: list[User], dice: random.Random) -> None:
    leads = [person for person in people if (person.level or 0) >= 4]
    for person in people:
        above = [
            lead for lead in leads if lead.division == person.division and lead.pk != person.pk
        ]
        if (person.level or 0) < 4 and above:
            person.manager = dice.choice(above)
    User.objects.bulk_update(people, ["manager"], batch_size=500)
