from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair

DAYS_TO_ANSWER = 10
TIME_TO_ANSWER = timedelta(days=DAYS_TO_ANSWER)
ASK_AGAIN_AFTER = timedelta(days=30)
MOST_OPEN = 3
MOST_ENTRIES = 12
LEAST_MONTHS, MOST_MONTHS = 3, 6


class RequestQuerySet(models.QuerySet):
    def of(self, user):
        """Requests this person has sent or got: nobody else ever reads one."""
        return self.filter(Q(mentee=user) | Q(mentor=user))

    def open(self):
        return self.filter(state=MentoringRequest.State.OPEN)

    def in_the_way(self, at):
        """Because of which the same two cannot begin a new one: open ones, and those that ended
        within a month by a word about the two."""
        rows = self.exclude(state=MentoringRequest.State.ACCEPTED)
        rows = rows.exclude(reason__in=MentoringRequest.NO_WORD)
        return rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at - ASK_AGAIN_AFTER))

    def with_people(self):
        return self.select_related("mentee", "mentor", "suggestion", "pair")


class MentoringRequest(models.Model):
    """Somebody asks a person of the directory to be their mentor; read by these two alone.

    An open one holds one of three slots of the mentee's: the database keeps anybody from having more
    than three open.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        TAKEN_BACK = "taken_back", _("Taken back")
        CLOSED = "closed", _("Closed")

    class Reason(models.TextChoices):
        """The first four are a mentor's to choose; the rest say why a request ended by itself."""

        FITS_OTHER = "fits_other", _("Someone else fits your goal better")
        NO_TIME = "no_time", _("I have no time in the next months")
        TOO_CLOSE = "too_close", _("We work too closely together")
        NOT_MINE = "not_mine", _("This is not something I can help with")
        PAUSED = "paused", _("They are taking no more requests for now")
        FOUND = "found", _("A mentor was found")
        LEFT = "left", _("One of the two left the organization")
        SWITCHED_OFF = "switched_off", _("The directory was closed")

    TO_CHOOSE = (Reason.FITS_OTHER, Reason.NO_TIME, Reason.TOO_CLOSE, Reason.NOT_MINE)
    # These ends were not the mentor's word about this mentee: they may ask again at once.
    NO_WORD = (Reason.PAUSED, Reason.FOUND, Reason.LEFT, Reason.SWITCHED_OFF)

    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_made"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_received"
    )
    who_i_am = models.TextField(_("who I am"), max_length=1000)
    goal = models.TextField(_("what I would like to reach"), max_length=1000)
    why_you = models.TextField(_("why you"), max_length=1000)
    months = models.PositiveSmallIntegerField(
        _("for how long"),
        default=LEAST_MONTHS,
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
    )
    takes_writing = models.BooleanField(_("in writing is fine for me"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(
        null=True, blank=True, help_text="The mentor's first word, a question or an answer."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    suggestion = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who would fit better, as the mentor said.",
    )
    pair = models.OneToOneField(
        Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked_for_in"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state="open"),
                name="one_open_request_to_each_mentor",
            ),
            models.UniqueConstraint(
                fields=["mentee", "slot"],
                condition=Q(state="open"),
                name="each_open_request_holds_a_slot",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="open",
                    slot__isnull=False,
                    slot__gte=1,
                    slot__lte=MOST_OPEN,
                    ended_at__isnull=True,
                )
                | (~Q(state="open") & Q(slot__isnull=True, ended_at__isnull=False)),
                name="at_most_three_requests_are_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "closed"]) | ~Q(reason=""),
                name="a_refusal_has_a_reason",
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_asks_themselves"),
            models.CheckConstraint(
                condition=Q(months__gte=LEAST_MONTHS, months__lte=MOST_MONTHS),
                name="a_request_is_for_three_to_six_months",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(state="open"), name="requests_to_expire"
            ),
            models.Index(fields=["mentor", "-created_at"], name="requests_of_a_mentor"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def says(self, words: dict) -> bool:
        """Whether it was sent with these very words."""
        return all(getattr(self, name) == value for name, value in words.items())

    @property
    def was_asked_back(self) -> bool:
        """The mentor was the last to write: it is the mentee's turn, or was until the end."""
        entries = list(self.entries.all())
        return bool(entries) and entries[-1].author_id == self.mentor_id

    def other(self, user):
        """The other of the two, seen from one of them."""
        return self.mentor if user.pk == self.mentee_id else self.mentee


class RequestEntry(models.Model):
    """A few lines in the thread below a request: a question, an answer, a kind word at the end."""

    request = models.ForeignKey(MentoringRequest, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"entry of request {self.request_id}"
