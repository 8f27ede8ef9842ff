from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.audit import AuditEntry
from people.names import sort_key, tidy, tidy_address

DEFAULT_ZONE = "UTC"  # of whoever has not said where they are


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Example: Europe/Berlin."),
            code="unknown_zone",
            params={"value": value},
        )


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def members(self):
        """People of the organization: no guests from outside."""
        return self.active().filter(is_guest=False)

    def administrators(self):
        """Those who can give rights to others."""
        return self.active().filter(is_staff=True)

    def by_email(self, email: str):
        return self.filter(email=tidy_address(email))


_Manager = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(_Manager):  # type: ignore[valid-type,misc]  # made from a queryset
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields):
        name = tidy(fields.pop("name", ""))
        user: User = self.model(email=tidy_address(email), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """An administrator from the command line; the trail says so as it does for every other.

        The address counts as confirmed: on a new installation mail may not work yet.
        """
        with transaction.atomic():
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)
            AuditEntry.objects.create(action="administrator_granted", subject=f"user:{user.pk}")
        return user

    def get_by_natural_key(self, username: str | None):
        return self.get(email=tidy_address(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the organization; the person and the account are one row.

    Division, department, level, manager, start date and job title are HR facts: they come from an
    import or an administrator, never from the person.
    """

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    external_id = models.CharField(
        _("personnel number"), max_length=64, unique=True, null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=150)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    name_sounds = models.CharField(_("how to say my name"), max_length=80, blank=True)
    chat_handle = models.CharField(_("name in the chat"), max_length=80, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True, db_index=True)
    division = models.CharField(_("division"), max_length=120, blank=True, db_index=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=DEFAULT_ZONE, validators=[validate_time_zone]
    )
    manager = models.ForeignKey(
        "self",
        verbose_name=_("manager"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    started_on = models.DateField(_("start date"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=40), verbose_name=_("languages"), default=list, blank=True
    )
    focus_areas = ArrayField(
        models.CharField(max_length=60), verbose_name=_("focus areas"), default=list, blank=True
    )
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    is_available_as_mentor = models.BooleanField(_("available as a mentor"), default=False)
    may_create_programs = models.BooleanField(_("may create programs"), default=False)
    dense_tables = models.BooleanField(_("dense tables"), default=False)
    said_by_themselves = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        editable=False,
        help_text="Fields the person changed: no import changes them any more.",
    )
    is_guest = models.BooleanField(
        _("guest"), default=False, help_text="From outside: sees only what is marked for guests."
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=~models.Q(external_id=""), name="external_id_is_null_or_given"
            ),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=models.F("pk")),
                name="nobody_manages_themselves",
            ),
        ]
        indexes = [
            GinIndex(fields=["focus_areas"], name="people_focus_areas"),
            GinIndex(
                SearchVector("sort_name", "email", config="simple"), name="people_name_search"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and "name" in update_fields:
            kwargs["update_fields"] = {*update_fields, "sort_name"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email
