"""The program of 2021 as its file describes it. To read and save the file takes longer than most tests of
its pages, so it is made once for a module, and each test brings its own organizer."""

from datetime import UTC, datetime

from programs.catalog import TEMPLATES
from programs.models import Cycle
from programs.programfile import load

AT = datetime(2021, 5, 1, 9, tzinfo=UTC)


def make():
    """Its cycle's number."""
    return load(TEMPLATES["women-at-gitlab-2021"].read(), at=AT).cycle.pk


def organized_by(person, cycle):
    found = Cycle.objects.select_related("program").get(pk=cycle)
    found.program.staff.create(person=person, role="organizer")
    return found
