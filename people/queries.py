"""Lists of people."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from people.models import User
from people.names import sort_key, tidy_address

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


def matching(people: QuerySet[User], words: str) -> QuerySet[User]:
    """People each of these words fits: a word of their name begins with it, or their address holds it."""
    for word in words.replace("\0", "").replace("\\", "").split()[:MOST_WORDS]:
        key, part = sort_key(word), tidy_address(word)
        if not key or not part:
            continue
        fits = Q(email__contains=part)
        if "@" not in part:
            # The names by their index, in a query of their own: an OR beside it would not use it.
            fits |= Q(pk__in=_named(key).values("pk"))
        people = people.filter(fits)
    return people


def _named(key: str) -> QuerySet[User]:
    quoted = key.replace("'", "''")
    query = SearchQuery(f"'{quoted}':*", search_type="raw", config="simple")
    vector = SearchVector("sort_name", "email", config="simple")
    return User.objects.order_by().annotate(search=vector).filter(search=query)


def person_list(words: str, order: str, show: str) -> QuerySet[User]:
    """The administrators' list. show is "active", "left" or "creators"."""
    people = User.objects.select_related("manager").order_by(*ORDERS.get(order, ORDERS["name"]))
    filters = {"left": {"is_active": False}, "creators": {"may_create_programs": True}}
    return matching(people.filter(**filters.get(show, {"is_active": True})), words)
