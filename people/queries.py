"""Lists of people."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from people.models import User
from people.names import sort_key

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
    """People whose name or e-mail has words beginning with each of the words."""
    typed = sort_key(words).replace("\0", "").replace("\\", "").split()
    for address in (word for word in typed if "@" in word):
        people = people.filter(email__startswith=address)
    parts = [word.replace("'", "''") for word in typed if "@" not in word]
    if not parts:
        return people
    query = SearchQuery(
        " & ".join(f"'{part}':*" for part in parts), search_type="raw", config="simple"
    )
    vector = SearchVector("sort_name", "email", config="simple")
    return people.annotate(search=vector).filter(search=query)


def person_list(words: str, order: str, show: str) -> QuerySet[User]:
    """The administrators' list. show is "active", "left" or "creators"."""
    people = User.objects.select_related("manager").order_by(*ORDERS.get(order, ORDERS["name"]))
    filters = {"left": {"is_active": False}, "creators": {"may_create_programs": True}}
    return matching(people.filter(**filters.get(show, {"is_active": True})), words)
