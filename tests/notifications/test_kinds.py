"""Every kind of every app is whole: words, an end of life, a row it is about."""

from datetime import timedelta

import pytest
from django.template.loader import get_template

from notifications import kinds
from notifications.kinds import Kind

ALL = [pytest.param(kind, id=kind.name) for kind in kinds.registered()]


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_is_whole(kind):
    assert kind.label
    assert kind.rows.model
    for part in ("subject", "body"):
        get_template(f"{kind.app}/messages/{kind.name}.{part}.txt")
    assert type(kind).context is not Kind.context


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_has_an_end_of_life(kind):
    is_said = type(kind).ends_at is not Kind.ends_at
    assert is_said or timedelta() < kind.lasts <= timedelta(days=30)


@pytest.mark.parametrize("kind", ALL)
def test_kinds_that_are_named_exist(kind):
    assert kind.speaks_with <= {other.name for other in kinds.registered()}


def test_two_kinds_cannot_share_a_name(tea):
    class Other(Kind):
        name = tea

    with pytest.raises(ValueError, match="Two kinds"):
        kinds.register(Other)
