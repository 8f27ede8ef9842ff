"""What a signed-in person finds first: what waits for them, their pairs, their applications, their programs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.actions import consents
from applications.models import Application, Fulfilment, PlaceOffer
from applications.queries import waitlist
from completion.models import Kudos
from completion.queries import farewells, shares, thanks
from directory.queries import next_steps as directory
from events.models import Training
from events.queries import ahead, learning, my_events
from events.queries.ahead import Thing
from growth import home as growth
from mentorship.templatetags.shell import leads_somewhere
from pairs.models import Pair
from pairs.queries import pairs
from pairs.queries.begin.steps import Start, starts
from pairs.rules.afterwards import may_write, writable_until
from people.access import guests_too, public
from people.models import User
from people.models.columns import known
from programs.models import Cycle, Program, Staff
from programs.permissions import may_create_programs
from programs.queries import organizers, survey_invitations
from programs.queries import public as programs
from programs.views.public import program_list
from surveys.models import Invitation
from surveys.queries import invitations_open_to

DONE_FOR = timedelta(days=60)  # a cycle stays on the home page this long after its last day
EVENTS_AHEAD = timedelta(days=14)

MOST_PAST_PAIRS = 5


@dataclass(frozen=True)
class Post:
    """A cycle in which the person is staff, and the page their work there begins on."""

    cycle: Cycle
    address: str
    is_organizer: bool


@dataclass(frozen=True)
class Home:
    """Everything on one person's home page, with a constant number of queries."""

    user: User
    at: datetime

    @cached_property
    def cards(self) -> list[pairs.Card]:
        return pairs.cards(self.user, self.at)

    @cached_property
    def starts(self) -> list[Start]:
        """Pairs that have steps to do before they begin."""
        found = starts([(card.pair, card.own_side) for card in self.cards], self.at)
        return [start for start in found if start.is_shown]

    @property
    def first(self) -> pairs.Card | None:
        """The pair whose next date comes first."""
        return self.cards[0] if self.cards else None

    @property
    def waiting(self) -> list[pairs.Card]:
        """Pairs in which something waits for this person."""
        return [card for card in self.cards if card.waits_for_me]

    @property
    def needs_you(self) -> bool:
        return bool(self.waiting or self.starts or self.things)

    @property
    def things_lead(self) -> bool:
        """Whether the first of what waits has the page's strong button: no pair has one of its own."""
        return not self.starts and all(_is_settled(card) for card in self.cards)

    @cached_property
    def past_pairs(self) -> list[Pair]:
        return list(pairs.ended_pairs(self.user)[:MOST_PAST_PAIRS])

    @cached_property
    def endings(self) -> list[Pair]:
        """Pairs that ended less than a week ago, of whose end the person can still write."""
        ended = [pair for pair in self.past_pairs if may_write(pair, self.at)]
        written = farewells.gone_through_by(self.user) if ended else set()
        return [pair for pair in ended if pair.pk not in written]

    @cached_property
    def surveys(self) -> QuerySet[Invitation]:
        return survey_invitations.still_asked(invitations_open_to(self.user, self.at))

    @cached_property
    def events(self) -> list[my_events.Upcoming]:
        """Of the coming two weeks: those the person has a place in, and those that wait for a choice."""
        return my_events.upcoming(self.user, at=self.at, within=EVENTS_AHEAD)

    @cached_property
    def requests(self) -> list[directory.Line]:
        """What waits for the person in the directory of mentors."""
        return directory.lines(self.user, self.at)

    @cached_property
    def shared(self) -> list[growth.Line]:
        """Summaries of mentorships that colleagues let the person read."""
        count = shares.shared_with(self.user).count()
        said = ngettext(
            "One colleague shares a summary of a mentorship with you.",
            "%(n)s summaries of mentorships are shared with you.",
            count,
        )
        address = reverse("completion:shared_list")
        return [growth.Line("file-text", said % {"n": count}, address)] if count else []

    @cached_property
    def growth(self) -> list[growth.Line]:
        """The next talk and what is due; nothing for those who do not use growth."""
        return growth.lines(self.user, self.at)

    @cached_property
    def consents(self) -> QuerySet[Fulfilment]:
        """Colleagues whose manager this person is, and who wait for a yes or no."""
        asked = consents.waiting(self.user)
        return asked.select_related("application__person", "application__cycle__program")

    @cached_property
    def partners_wait(self) -> list[thanks.Waiting]:
        """For a yes or no to their words about the person, or for feedback."""
        return thanks.waiting(self.user, self.at)

    @cached_property
    def offers(self) -> list[PlaceOffer]:
        """Places from a waiting list that wait for a yes or no."""
        return list(waitlist.offers_to(self.user, self.at))

    @cached_property
    def trainings(self) -> list[Training]:
        """To do until their last day, or late; nothing of cycles that are over, or in which the
        person's pairs have all ended."""
        left = learning.trainings_left(self.user)
        ended = {pair.cycle_id for pair in self.past_pairs}
        ended -= {card.pair.cycle_id for card in self.cards}
        return [
            one
            for one in left
            if one.cycle_id not in ended and not one.cycle.is_over(one.cycle.day(self.at))
        ]

    @cached_property
    def things(self) -> list[Thing]:
        """One list of what waits, whatever the person is: first who waits for them, then by day."""
        dated = [
            *(_offer(offer) for offer in self.offers),
            *(ahead.of_survey(invitation) for invitation in self.surveys),
            *(ahead.of_event(upcoming) for upcoming in self.events),
            *(ahead.of_training(training, self.at) for training in self.trainings),
            *(_ending(pair, self.user) for pair in self.endings),
        ]
        asked = [
            *(_request(line) for line in self.requests),
            *(_consent(consent) for consent in self.consents),
            *(_partner_waits(given) for given in self.partners_wait),
        ]
        return asked + ahead.by_day(dated)

    @cached_property
    def applications(self) -> list[Application]:
        """Of cycles that are not over. What was decided silently shows nowhere but on the desk."""
        paired_in = {card.pair.cycle_id for card in self.cards}
        found = (
            self.user.applications.exclude(status=Application.Status.WITHDRAWN)
            .exclude(status=Application.Status.LEFT)
            .filter(_not_over("cycle__", self.at))
            .select_related("cycle__program", "role")
            .order_by("-started_at", "pk")
        )
        return [application for application in found if application.cycle_id not in paired_in]

    @cached_property
    def orphans(self) -> list[Program]:
        """Programs nobody looks after, for those who can appoint somebody."""
        return list(organizers.without_organizer()) if self.user.is_staff else []

    @cached_property
    def posts(self) -> list[Post]:
        roles: dict[int, set[str]] = {}
        for program_id, role in self.user.staff_roles.values_list("program_id", "role"):
            roles.setdefault(program_id, set()).add(role)
        cycles = (
            Cycle.objects.filter(program__in=roles, archived_at__isnull=True)
            .select_related("program")
            .order_by("-starts_on", "-pk")
        )
        return [_post(cycle, roles[cycle.program_id], self.user) for cycle in cycles]

    @cached_property
    def open_programs(self) -> list[programs.Listed]:
        """Programs that take applications now, without those this person is busy in already."""
        busy = {application.cycle_id for application in self.applications}
        busy |= {card.pair.cycle_id for card in self.cards}
        found = programs.by_program(programs.listed(self.user), at=self.at)
        return [entry for entry in found if entry.open_calls and entry.cycle.pk not in busy]

    @property
    def is_empty(self) -> bool:
        return not (
            self.cards
            or self.events
            or self.trainings
            or self.offers
            or self.consents
            or self.partners_wait
            or self.growth
            or self.shared
            or self.requests
            or self.surveys
            or self.applications
            or self.posts
            or self.orphans
            or self.past_pairs
        )

    @property
    def is_to_set_up(self) -> bool:
        """On a new installation the first thing to do is a program."""
        return may_create_programs(self.user) and not Program.objects.exists()


def _is_settled(card: pairs.Card) -> bool:
    """Whether a date is set and nothing of the pair waits: then its card has no strong button."""
    asks = (card.is_next_over, card.waits_for_me, card.pair.video_link)
    return card.next_session is not None and not any(asks)


def _request(line: directory.Line) -> Thing:
    return Thing(line.icon, line.text, "", line.address, line.action)


def _offer(offer: PlaceOffer) -> Thing:
    cycle = offer.application.cycle
    title = _("A place as %(role)s is free for you in %(cycle)s.")
    return Thing(
        "hourglass",
        title % {"role": offer.application.role.in_a_sentence, "cycle": cycle},
        _("Say whether you take it before"),
        reverse("applications:application_status", args=[cycle.program.slug, cycle.slug]),
        _("Answer"),
        day=timezone.localtime(offer.answer_by).date(),
        moment=offer.answer_by,
    )


def _consent(consent: Fulfilment) -> Thing:
    application = consent.application
    words = _("would like to take part in %(cycle)s. Do you agree?")
    return Thing(
        "mail",
        str(application.person),
        words % {"cycle": application.cycle},
        reverse("applications:consent", args=[consent.pk]),
        _("Answer"),
    )


def _partner_waits(given: thanks.Waiting) -> Thing:
    address = reverse("completion:thanks", args=[given.pair_id])
    if isinstance(given, Kudos):
        title = _("%(name)s wrote a line about you.") % {"name": given.giver}
        return Thing("quote", title, _("May everyone read it?"), address, _("Read it"))
    title = _("%(name)s asks you for feedback.") % {"name": given.receiver}
    detail = _("It stays between you two.")
    return Thing("message-circle", title, detail, address, _("Give feedback"))


def _ending(pair: Pair, user: User) -> Thing:
    partner, last = pair.partner_of(user).person, writable_until(pair)
    return Thing(
        "flag",
        _("Your time as a pair with %(name)s is over.") % {"name": partner},
        _("You can still write how it went, until %(day)s.")
        % {"day": date_format(known(last), "l, j F")},
        reverse("completion:ending", args=[pair.pk]),
        _("Write it"),
        day=last,
    )


def _not_over(path: str, at: datetime) -> Q:
    last = (at - DONE_FOR).date()
    running = Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": last})
    return running & Q(**{f"{path}archived_at__isnull": True})


def _post(cycle: Cycle, roles: set[str], user: User) -> Post:
    """The first page of the cycle that these roles open."""
    base = f"/organize/{cycle.program.slug}/{cycle.slug}/"
    pages = [base, f"{base}applications/", f"{base}review/"]
    address = next((page for page in pages if leads_somewhere(page, user, roles)), "")
    return Post(cycle, address, is_organizer=Staff.Role.ORGANIZER in roles)


@public
@guests_too
def home(request):
    """Visitors see the programs, or how to begin where nobody is yet; guests what is open to them;
    everybody else their own page."""
    if not request.user.is_authenticated:
        if not (Program.objects.exists() or User.objects.exists()):
            return render(request, "mentorship/first_steps.html")
        return program_list(request)
    if request.user.is_guest:
        return redirect("growth:opportunity_list")
    at = timezone.now()
    shown = {"home": Home(request.user, at), "at": at, "nav_current": "home"}
    return render(request, "mentorship/home.html", shown)
