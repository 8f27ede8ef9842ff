import pytest

from announcements.models import Announcement


@pytest.fixture
def draft(running):
    return Announcement.objects.create(
        cycle=running,
        audiences=["taking_part"],
        subject="News of {cycle}",
        text="The kickoff is on **Monday**.",
    )
