from datetime import UTC, datetime

import pytest

from announcements.models import Announcement


@pytest.fixture
def running(cycle, pair):
    """A cycle that runs: its pairs know of each other."""
    cycle.pairs_published_at = datetime(2021, 6, 29, tzinfo=UTC)
    cycle.save(update_fields=["pairs_published_at"])
    return cycle


@pytest.fixture
def draft(running):
    return Announcement.objects.create(
        cycle=running,
        audiences=["taking_part"],
        subject="News of {cycle}",
        text="The kickoff is on **Monday**.",
    )
