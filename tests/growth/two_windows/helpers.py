"""What two windows of one page send."""

from datetime import UTC, date, datetime

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
LATER = datetime(2021, 6, 15, 13, tzinfo=UTC)
TODAY = AT.date()
CHANGED = "changed meanwhile"


def as_opened(client, person, address, form="form"):
    """What the form of a page sends back as it is."""
    client.force_login(person)
    bound = client.get(address).context[form]
    return {
        field.html_name: "" if field.value() is None else as_typed(field.value())
        for field in bound
        if field.value() is not False
    }


def as_typed(value):
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, list) else str(value)
