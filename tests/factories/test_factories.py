import pytest

from tests import factories

pytestmark = pytest.mark.django_db


FACTORIES = [name for name in factories.__all__ if name.endswith("Factory")]


@pytest.mark.parametrize("name", FACTORIES)
def test_factory_makes_a_valid_row(name):
    row = getattr(factories, name)()
    row.full_clean(validate_unique=False, validate_constraints=True)
    assert type(row).objects.get(pk=row.pk) == row
