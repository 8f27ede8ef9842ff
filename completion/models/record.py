from django.conf import settings
from django.db import models
from django.db.models import Q

from pairs.models import Pair

# Without letters and digits that are taken for each other: 0 and O, 1, I and L, U and V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 3


class RecordQuerySet(models.QuerySet["Record"]):
    def open(self) -> "RecordQuerySet":
        """Whatever anybody with the code may read."""
        return self.filter(closed_at__isnull=True)


class Record(models.Model):
    """Proof for anybody with the code that a person completed a mentorship (I4).

    It says name, role, program and dates, as they are known today, and nothing else. The person it
    is about opens and closes it; one that is closed looks as if it had never been, and the next has
    another code.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="records")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completion_records"
    )
    code = models.CharField(max_length=11, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"],
                condition=Q(closed_at__isnull=True),
                name="one_open_record_of_a_person_in_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"
