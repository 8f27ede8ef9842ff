from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models.user import validate_time_zone
from programs.models.called import Called
from programs.models.obligation import Obligation
from programs.models.program import Program


def _level(label: Any, default: str) -> models.CharField:
    """Whether one step of the start is required, for both people of a pair."""
    return models.CharField(label, max_length=20, choices=Obligation, default=default)


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cycles whose public page this person may open: published ones of visible programs."""
        seen = self.filter(program__in=Program.objects.visible_to(user))
        if getattr(user, "is_staff", False):
            return self
        published = Q(published_at__isnull=False)
        if user.is_authenticated:
            mine = Program.objects.organized_by(user)
            return seen.filter(published | Q(program__in=mine))
        return seen.filter(published)

    def organized_by(self, user):
        return self.filter(program__in=Program.objects.organized_by(user))


class Cycle(models.Model):
    """One run of a program: calls, applications, pairs, sessions, report."""

    class Shortage(models.TextChoices):
        ALL = "all", _("Everyone who applied for both roles becomes a mentor only")
        FEWEST = (
            "fewest",
            _("As few of those who applied for both roles as possible become mentors only"),
        )

    class Objective(models.TextChoices):
        PAIRS = "pairs-then-score", _("As many pairs as possible, then the best total")
        SCORE = "score", _("The best total")
        MAX_MIN = "max-min", _("The best worst pair")
        STABLE = "stable", _("No two people would rather swap (stable)")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cycles")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="next_cycles"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        _("days between sessions"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(92)],
    )
    session_minutes = models.PositiveSmallIntegerField(
        _("minutes of a session"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
    )
    session_minutes_most = models.PositiveSmallIntegerField(
        _("minutes of a session at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
        help_text=_(
            "Pairs agree on a length between the one above and this. Left empty, any length."
        ),
    )
    extension_days = models.PositiveSmallIntegerField(
        _("days by which pairs may extend"),
        default=92,
        validators=[MaxValueValidator(366)],
        help_text=_("Counted from the last day of the cycle. With 0, pairs end with the cycle."),
    )
    expectations_level = _level(_("before the start: read what is expected"), Obligation.EXPECTED)
    coffee_chat_level = _level(_("before the start: a coffee chat"), Obligation.OPTIONAL)
    style_level = _level(_("before the start: say how they like to talk"), Obligation.ENCOURAGED)
    purpose_level = _level(_("before the start: say why they are here"), Obligation.ENCOURAGED)
    goal_level = _level(_("before the start: a goal, for mentees"), Obligation.EXPECTED)
    agreement_level = _level(_("before the start: an agreement of the two"), Obligation.EXPECTED)
    first_date_level = _level(_("before the start: a first date"), Obligation.EXPECTED)
    goal_check_sessions = models.PositiveSmallIntegerField(
        _("sessions after which to review a goal"),
        default=3,
        validators=[MaxValueValidator(50)],
        help_text=_("With 0, nobody is asked."),
    )
    structure = models.TextField(_("how it works"), blank=True, help_text=_("Markdown."))
    contact = models.TextField(_("questions go to"), blank=True, help_text=_("Markdown."))
    reply_address = models.EmailField(
        _("answers to mails go to"),
        blank=True,
        help_text=_("Left empty, they go to the address mail comes from."),
    )
    start_message = models.TextField(
        _("what pairs need to start"),
        blank=True,
        help_text=_("Sent with the news of the pair. Markdown."),
    )
    video_link = models.URLField(_("short video"), blank=True)
    late_note = models.TextField(_("note for late applicants"), blank=True)
    meeting_target = models.PositiveSmallIntegerField(
        _("pairs that meet consistently, target in %"),
        default=95,
        validators=[MaxValueValidator(100)],
    )
    attendance_target = models.PositiveSmallIntegerField(
        _("live attendance, target in %"), default=95, validators=[MaxValueValidator(100)]
    )
    objective = models.CharField(
        _("aim of pairing"), max_length=20, choices=Objective, default=Objective.PAIRS
    )
    shortage = models.CharField(
        _("when places are short"), max_length=8, choices=Shortage, default=Shortage.ALL
    )
    review_scale = models.PositiveSmallIntegerField(
        _("highest score"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(10)],
        help_text=_("Reviewers score each criterion from 1 to this."),
    )
    reviews_wanted = models.PositiveSmallIntegerField(
        _("reviews for each application"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    review_is_blind = models.BooleanField(
        _("hide who applied until a decision is recorded"),
        default=False,
        help_text=_(
            "Reviewers then see no name, address, job title, location or manager. "
            "The organizers’ lists keep the names."
        ),
    )
    needs_confirmations = models.BooleanField(
        _("wait for open performance confirmations"),
        default=False,
        help_text=_(
            "Nobody becomes eligible, and no pairs are published, while theirs is open. "
            "“Ask me” counts as open."
        ),
    )
    needs_managers_word = models.BooleanField(
        _("wait for open talks with the manager and managers’ consents"),
        default=False,
        help_text=_(
            "The same for those that a role requires and that nobody has confirmed or refused."
        ),
    )
    needs_reviews = models.BooleanField(
        _("wait for open reviews"),
        default=False,
        help_text=_(
            "The same for applications with fewer reviews than you want, or with one that "
            "says “Ask me”."
        ),
    )
    needs_two_signatures = models.BooleanField(
        _("two organizers sign the draft before pairs are published"), default=False
    )
    pairing_seed = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="When its public page opened."
    )
    pairs_published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "slug"], name="cycle_slugs_differ_in_a_program"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="cycle_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(session_minutes_most__isnull=True)
                | Q(session_minutes_most__gte=F("session_minutes")),
                name="the_longest_session_is_no_shorter_than_the_usual_one",
            ),
            models.CheckConstraint(condition=Q(cadence_days__gte=1), name="cadence_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.program.name} {self.name}".strip()

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def key(self) -> str:
        """How messages and the audit trail name this cycle."""
        return f"cycle:{self.pk}"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this cycle."""
        return f"program:{self.program_id}"

    @cached_property
    def called(self) -> Called:
        """What its people call mentors and mentees; one query where the roles are not at hand."""
        return Called.by_roles(self.roles.all())

    def day(self, at):
        """The calendar day in the cycle's time zone at a moment."""
        return at.astimezone(self.tzinfo).date()

    @property
    def minutes_in_words(self) -> str:
        """How long a session lasts: "30", or "30 to 45" where pairs choose."""
        least, most = self.session_minutes, self.session_minutes_most
        if most is None or most == least:
            return str(least)
        return gettext("%(least)s to %(most)s") % {"least": least, "most": most}

    def is_over(self, day) -> bool:
        return self.ends_on is not None and day > self.ends_on


class Role(models.Model):
    """What somebody can be in a cycle. The cycle names it; the side says which half of a pair."""

    class Side(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Mentee")
        STAFF = "staff", _("Staff")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="roles")
    side = models.CharField(max_length=6, choices=Side)
    name = models.CharField(_("name"), max_length=60)
    plural = models.CharField(_("plural"), max_length=60, blank=True)
    slug = models.SlugField(max_length=60)
    benefits = models.TextField(_("benefits"), blank=True, help_text=_("Markdown."))
    considerations = models.TextField(
        _("how applications are prioritized"), blank=True, help_text=_("Markdown.")
    )
    expectations = models.TextField(_("expectations"), blank=True, help_text=_("Markdown."))
    capacity = models.PositiveSmallIntegerField(
        _("mentees per mentor"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    questionnaire = models.OneToOneField(
        "surveys.Questionnaire",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "slug"], name="role_slugs_differ_in_a_cycle"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="role_capacity_is_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_of_several(self) -> str:
        return self.plural or f"{self.name}s"

    @property
    def in_a_sentence(self) -> str:
        """“your mentor”, but “your Captain”: only the plain words are no names."""
        return self.name.lower() if self._is_plain else self.name

    @property
    def several_in_a_sentence(self) -> str:
        return self.name_of_several.lower() if self._is_plain else self.name_of_several

    @property
    def _is_plain(self) -> bool:
        return self.name.lower() == str(self.get_side_display()).lower()
