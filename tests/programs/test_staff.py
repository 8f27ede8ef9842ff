import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs.actions import staff
from programs.models import Staff
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


def test_last_organizer_who_can_sign_in_stays(cycle, organizer):
    StaffFactory(program=cycle.program, person__is_active=False)
    mine = Staff.objects.get(person=organizer)

    with pytest.raises(ValidationError) as refused:
        staff.remove(mine, by=organizer, at=timezone.now())

    assert refused.value.code == "last_organizer"
