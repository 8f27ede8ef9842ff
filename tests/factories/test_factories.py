import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", factories.__all__)
def test_factory_makes_a_valid_row(name):
    row = getattr(factories, name)()
    row.full_clean(validate_unique=False, validate_constraints=True)
    assert type(row).objects.get(pk=row.pk) == row
