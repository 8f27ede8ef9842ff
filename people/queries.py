"""Lists of people."""

from collections.abc import Iterator

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from people.facts import IN_FILES, Fact, Kind
from people.models import User
from people.names import sort_key, tidy_address
from people.tables.spreadsheets import safe

MOST_WORDS = 8

ORDERS = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "division": ("division", "sort_name", "pk"),
    "-division": ("-division", "sort_name", "pk"),
    "department": ("department", "sort_name", "pk"),
    "-department": ("-department", "sort_name", "pk"),
    "started": ("started_on", "sort_name", "pk"),
    "-started": ("-started_on", "sort_name", "pk"),
}


def search_words(words: str) -> list[str]:
    """The words of a search box that can find something; no more than a person would type."""
    typed = words.replace("\0", "").replace("\\", "").split()[:MOST_WORDS]
    return [word for word in typed if sort_key(word) and tidy_address(word)]


def matching(people: QuerySet[User], words: str) -> QuerySet[User]:
    """People each of these words fits: a word of their name begins with it, or their address holds it.

    Every table that finds people finds them by this.
    """
    for word in search_words(words):
        part = tidy_address(word)
        fits = Q(email__contains=part)
        if "@" not in part:
            # The names by their index, in a query of their own: an OR beside it would not use it.
            fits |= Q(pk__in=_named(sort_key(word)).values("pk"))
        people = people.filter(fits)
    return people


def _named(key: str) -> QuerySet[User]:
    quoted = key.replace("'", "''")
    query = SearchQuery(f"'{quoted}':*", search_type="raw", config="simple")
    vector = SearchVector("sort_name", "email", config="simple")
    return User.objects.order_by().annotate(search=vector).filter(search=query)


def person_list(words: str, order: str, show: str) -> QuerySet[User]:
    """The administrators' list. show is "active", "left", "guests" or "creators"."""
    people = User.objects.select_related("manager").order_by(*ORDERS.get(order, ORDERS["name"]))
    filters = {
        "left": {"is_active": False},
        "guests": {"is_active": True, "is_guest": True},
        "creators": {"may_create_programs": True},
    }
    members = {"is_active": True, "is_guest": False}
    return matching(people.filter(**filters.get(show, members)), words)


# What `import_people` reads, by names it knows in every language; nothing else leaves.
EXPORTED = [
    "external_id",
    "name",
    "email",
    *(fact.column for fact in IN_FILES),
]
_CHUNK = 500


def exported() -> Iterator[list]:
    """A row for everybody active, with what is in `EXPORTED`. Managers are named as the import finds
    them: by number, else by address. Guests are left out: the import would make them members."""
    people = User.objects.members().select_related("manager").order_by("sort_name", "pk")
    for person in people.iterator(chunk_size=_CHUNK):
        yield [
            safe(person.external_id),
            safe(person.name),
            safe(person.email),
            *(_cell_of(fact, person) for fact in IN_FILES),
        ]


def _cell_of(fact: Fact, person: User) -> object:
    value = getattr(person, fact.name)
    if fact.kind is Kind.PERSON:
        value = value and (value.external_id or value.email)
    return value if fact.kind in {Kind.LEVEL, Kind.DAY} else safe(value)
