"""A cycle whose pairs are published, and what is said of them."""

from datetime import timedelta

from django.utils import timezone

from applications.models import Application
from notifications import due
from notifications.models import Message
from pairing.actions import publication, repairs, runs
from pairing.queries.publishing.repair import outlook
from pairs.actions import pairs
from pairs.models import Pair
from tests.pairing.crowd import apply

NOW = timezone.now


def publish(cycle):
    """Published so long ago that the messages are out."""
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)
    publication.publish(cycle, by=None, at=NOW() - timedelta(minutes=11))
    due.run("messages", NOW())


def active(cycle):
    rows = Pair.objects.active().filter(cycle=cycle).with_people()
    return sorted((pair.mentor.person.name, pair.mentee.person.name) for pair in rows)


def told(kind=repairs.KIND):
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def pair_of(application):
    return Pair.objects.active().of(application.person).get()


def _disturbing(cycle, published):
    """Bo left; Late could take Cy alone, so that Di gets Ann only if Cy moves."""
    Application.objects.filter(name="Wim").update(status="withdrawn")
    Application.objects.filter(name="Ann").update(division="A")
    pairs.leave(pair_of(published["Di"]).mentor, by=None, at=NOW())
    apply(cycle, "mentor", name="Late", division="D")
    Message.objects.all().delete()
    return outlook(cycle, at=NOW()).choices
