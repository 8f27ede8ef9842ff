"""How a message names a row of any app: "application:12"."""

from django.db.models import Model


def key_of(row: Model) -> str:
    if row.pk is None:
        raise ValueError(f"{row!r} is not saved, so nothing can be said about it yet.")
    return f"{row._meta.model_name}:{row.pk}"


def number_in(key: str, model: type[Model]) -> int | None:
    """The row's number, or None if the key names a row of another kind."""
    name, _colon, number = key.partition(":")
    return int(number) if name == model._meta.model_name else None
