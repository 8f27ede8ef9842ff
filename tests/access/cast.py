"""The people of the access test and what they own."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

import numpy as np
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from announcements.models import Announcement
from applications.models import (
    Application,
    ApplicationImport,
    CycleQuestion,
    Delegation,
    Fulfilment,
    Interest,
    InvitationLink,
    PlaceOffer,
)
from applications.news.outreach import SALT
from completion.actions import shares
from completion.models import Kudos, Record, SummaryShare, ThankYou
from completion.queries.sheets import sheet_of
from completion.queries.summaries import page
from directory.queries import switch as directory
from events.actions import feeds
from events.models import Event, Slot, Training
from notifications.addresses import to_switch_off
from notifications.models import Message
from outcomes.models import ReportShare
from pairing import files
from pairing.actions import rehearsals
from pairing.engine import Instance, solve
from pairing.models import Ballot, RunFile, Tie, VoteRound
from pairs.models import (
    AgendaItem,
    Agreement,
    Case,
    Extension,
    Goal,
    GoalStep,
    MentoringSession,
    Pair,
    PairAgenda,
    TimeProposal,
)
from pairs.queries.pairs import card
from pairs.rules.links import FortnightQuestion, SessionQuestion, TimesQuestion
from people.models import PeopleImport, User
from programs.models import Cycle, CycleSurvey, PublishedResults, Quote, Requirement, Role, Staff
from surveys.models import Invitation, Question, Questionnaire
from tests.access.directory import DirectoryThings, write_in_private
from tests.access.growth import GrowthThings
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    CycleFactory,
    PairFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.cycle_surveys import make_closed_survey, make_cycle_survey
from tests.factories.frozen import make_frozen, make_share
from tests.factories.growth import GrowthOrganizerFactory, turn_on
from tests.factories.imports import make_application_import, make_import


@dataclass
class Things(DirectoryThings, GrowthThings):
    """What the arguments of addresses stand for. Add an attribute when a new address needs one."""

    people: dict[str, User | None]
    cycle: Cycle
    other_cycle: Cycle
    role: Role
    application: Application
    pair: Pair
    message: Message

    @cached_property
    def clients(self) -> dict[str, Client]:
        """A browser for each of the cast, signed in but for the visitor's."""
        clients = {who: Client() for who in self.people}
        for who, person in self.people.items():
            if person:
                clients[who].force_login(person)
        return clients

    @property
    def event(self) -> Event:
        return Event.objects.get_or_create(cycle=self.cycle, title="Kickoff")[0]

    @property
    def slot(self) -> Slot:
        return Slot.objects.get_or_create(event=self.event, starts_at=self.cycle.published_at)[0]

    @property
    def requirement(self) -> Requirement:
        return self.role.requirements.get(key="manager")

    @property
    def waiting_application(self) -> Application:
        Application.objects.filter(pk=self.application.pk).update(status="waitlisted")
        return self.application

    @property
    def place_offer(self) -> PlaceOffer:
        now = timezone.now()
        return PlaceOffer.objects.create(
            application=self.waiting_application, made_at=now, answer_by=now + timedelta(days=2)
        )

    @property
    def certificate(self) -> Requirement:
        """Asked of the mentee of the pair, who has applied."""
        part = self.pair.mentee
        if part.application is None:
            part.application = ApplicationFactory(
                cycle=self.cycle, role=part.role, person=part.person
            )
            part.save(update_fields=["application"])
        return Requirement.objects.get_or_create(
            role=part.role, key="certificate", kind="certificate", text="A certificate"
        )[0]

    @property
    def consent(self) -> Fulfilment:
        asked, _made = Requirement.objects.get_or_create(
            role=self.role, key="consent", kind="consent", text="Your manager agrees"
        )
        return self.application.fulfilments.get_or_create(
            requirement=asked, asked_of=self.people["stranger"]
        )[0]

    @property
    def passkey(self) -> Authenticator:
        """The applicant's, made only for the addresses that name it: it changes how others sign in."""
        return Authenticator.objects.create(
            user=self.people["applicant"], type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}
        )

    @property
    def asked_question(self) -> CycleQuestion:
        return CycleQuestion.objects.create(
            cycle=self.cycle, asked_by=self.people["applicant"], text="When does it start?"
        )

    @property
    def some_training(self) -> Training:
        return Training.objects.create(cycle=self.cycle, title="Listening well")

    @property
    def interest_token(self) -> str:
        interest = Interest.objects.create(program=self.cycle.program, address="a@example.com")
        return signing.dumps(interest.pk, salt=SALT)

    @property
    def switch_off_token(self) -> str:
        address = to_switch_off(self.people["applicant"].pk, "session_due")
        return address.rstrip("/").rpartition("/")[2]

    @property
    def question_form(self) -> Questionnaire:
        return self.role.questionnaire

    @property
    def announcement(self) -> Announcement:
        """A draft: what is planned or gone is nothing an address of a draft works on."""
        return Announcement.objects.create(cycle=self.cycle, subject="Kickoff", text="On Monday.")

    @property
    def form_question(self) -> Question:
        values = {"text": "Why?", "kind": "text"}
        form = self.role.questionnaire
        return form.questions.get_or_create(key="why", defaults=values)[0]

    @property
    def staff_right(self) -> Staff:
        return Staff.objects.get(person=self.people["confirmer"])

    @property
    def session(self) -> MentoringSession:
        return MentoringSession.objects.create(
            pair=self.pair, held_on=self.pair.starts_on, logged_by=self.people["mentor"]
        )

    @property
    def planned(self) -> MentoringSession:
        return MentoringSession.objects.create(
            pair=self.pair, state="planned", planned_at=timezone.now() + timedelta(days=1)
        )

    @property
    def feed_token(self) -> str:
        return feeds.make(self.pair.mentee.person, at=timezone.now()).token

    @property
    def did_you_meet_token(self) -> str:
        person = self.pair.mentee.person_id
        return FortnightQuestion(self.pair.pk, person, date(2021, 6, 14), date(2021, 6, 27)).token

    @property
    def time_proposal(self) -> TimeProposal:
        """From the mentor, who may take it back; the mentee may pick."""
        self.pair.time_proposals.all().delete()
        return self.pair.time_proposals.create(
            moments=[timezone.now() + timedelta(days=1)],
            minutes=30,
            proposed_by=self.pair.mentor.person,
            proposed_at=timezone.now(),
            form_key=uuid4(),
        )

    @property
    def pick_a_time_token(self) -> str:
        return TimesQuestion(self.time_proposal.pk, self.pair.mentee.person_id).token

    @property
    def was_it_so_token(self) -> str:
        return SessionQuestion(self.session.pk, self.pair.mentee.person_id).token

    @property
    def goal(self) -> Goal:
        return self.pair.mentee.goals.create(text="Lead one incident", shared_at=timezone.now())

    @property
    def goal_step(self) -> GoalStep:
        goal = self.pair.mentee.goals.first() or self.goal
        return goal.steps.create(text=f"Step {goal.steps.count()}")

    @property
    def goal_of_step(self) -> Goal:
        return self.pair.mentee.goals.first() or self.goal

    @property
    def agreement(self) -> Agreement:
        return self.pair.agreements.create(
            rhythm="Every second Thursday",
            minutes=30,
            confidentiality="All of it",
            proposed_by=self.pair.mentor.person,
        )

    @property
    def extension(self) -> Extension:
        self.pair.extensions.all().delete()
        return self.pair.extensions.create(
            ends_on=self.cycle.ends_on + timedelta(days=30),
            proposed_by=self.pair.mentor.person,
            proposed_at=timezone.now(),
        )

    @property
    def record_code(self) -> str:
        """Of a completion record that the mentee has opened."""
        made = {"code": "ABC-DEF-234", "opened_at": timezone.now()}
        two = {"pair": self.pair, "person": self.people["mentee"]}
        return Record.objects.get_or_create(**two, defaults=made)[0].code

    @property
    def summary_share(self) -> SummaryShare:
        """By which the mentee of the pair lets somebody read their summary."""
        at, mentee, manager = timezone.now(), self.people["mentee"], self.people["manager"]
        assert mentee is not None
        assert manager is not None
        sheet = sheet_of(page(card(self.pair, mentee, at), at))
        return shares.share(self.pair, manager, seen=sheet.version, by=mentee, at=at)

    @property
    def thank_you(self) -> ThankYou:
        """From the mentee to the mentor of the pair."""
        said = {"text": "Thank you.", "written_at": timezone.now(), "form_key": uuid4()}
        return ThankYou.objects.create(pair=self.pair, **self._mentee_to_mentor, **said)

    @property
    def kudos(self) -> Kudos:
        said = {"line": "Asks the right question.", "said_at": timezone.now()}
        two = {"pair": self.pair, **self._mentee_to_mentor}
        return Kudos.objects.get_or_create(**two, defaults=said)[0]

    @property
    def _mentee_to_mentor(self) -> dict[str, Any]:
        return {"giver": self.pair.mentee.person, "receiver": self.pair.mentor.person}

    @property
    def agenda_item(self) -> AgendaItem:
        return self.pair.agenda.create(text="One question")

    @property
    def own_agenda(self) -> PairAgenda:
        return self.pair.own_agendas.get_or_create(name="Ours", defaults={"points": "News"})[0]

    @property
    def case(self) -> Case:
        return self.pair.cases.get_or_create(kind=Case.Kind.QUIET)[0]

    @property
    def planned_survey(self) -> CycleSurvey:
        return self.cycle.cycle_surveys.first() or make_cycle_survey(self.cycle)

    @property
    def cycle_with_results(self) -> Cycle:
        """Published for those who take part."""
        now = timezone.now()
        PublishedResults.objects.get_or_create(
            cycle=self.cycle, defaults={"shown_from": now.date(), "published_at": now}
        )
        return self.cycle

    @property
    def quoting_cycle(self) -> Cycle:
        CycleSurvey.objects.filter(pk=self.planned_survey.pk).update(asks_quotes=True, kind="end")
        return self.cycle

    @property
    def quote(self) -> Quote:
        values = {"group": "mentee", "text": "It helped.", "on_page": True}
        return Quote.objects.get_or_create(
            cycle=self.cycle,
            person=self.people["mentee"],
            withdrawn_at=None,
            defaults=values | {"given_at": timezone.now()},
        )[0]

    @property
    def survey_form(self) -> Questionnaire:
        return self.planned_survey.survey.questionnaire

    @property
    def closed_survey(self) -> CycleSurvey:
        return self.cycle.cycle_surveys.first() or make_closed_survey(self.cycle)

    @property
    def invitation(self) -> Invitation:
        return Invitation.objects.create(
            survey=self.planned_survey.survey, person=self.people["mentee"], group="mentee"
        )

    @property
    def link(self) -> InvitationLink:
        made = {"channel": "chat", "name": "Chat"}
        return InvitationLink.objects.get_or_create(cycle=self.cycle, **made)[0]

    @property
    def link_number(self) -> int:
        return self.link.pk

    @property
    def link_code(self) -> str:
        return self.link.code

    @property
    def application_import(self) -> ApplicationImport:
        return make_application_import(self.cycle, by=self.people["organizer"])

    @property
    def stored_import(self) -> PeopleImport:
        return make_import(by=self.people["administrator"])

    @property
    def applicant(self) -> User:
        return self.people["applicant"]

    @property
    def frozen_number(self) -> str:
        return str(make_frozen(self.cycle, by=self.people["organizer"]).number)

    @property
    def report_share(self) -> ReportShare:
        return make_share(self.cycle, by=self.people["organizer"])

    @property
    def share_code(self) -> str:
        return self.report_share.code

    @property
    def run_number(self) -> str:
        """Of a run of the cycle whose file can be downloaded."""
        run, _made = self.cycle.runs.get_or_create(
            number=1, defaults={"objective": "pairs-then-score", "state": "done"}
        )
        RunFile.objects.get_or_create(run=run, defaults={"content": _run_file()})
        return str(run.number)

    @property
    def rehearsal_number(self) -> str:
        """Of a rehearsal of the cycle that is done."""
        made = rehearsals.start(
            self.cycle,
            by=self.people["organizer"],
            at=timezone.now(),
            cohort="invented",
            people=4,
            mentor_percent=50,
        )
        rehearsals.carry_out(made.pk)
        return str(made.number)

    @property
    def closed_votes(self) -> VoteRound:
        self.run_number  # noqa: B018 makes the run
        now = timezone.now()
        return VoteRound.objects.create(
            cycle=self.cycle, run=self.cycle.runs.get(), most_cost=1, opened_at=now, closed_at=now
        )

    @property
    def ballot(self) -> Ballot:
        self.run_number  # noqa: B018 makes the run
        made = VoteRound.objects.create(
            cycle=self.cycle, run=self.cycle.runs.get(), most_cost=1, opened_at=timezone.now()
        )
        mentors = [ApplicationFactory(cycle=self.cycle, side="mentor") for _ in range(2)]
        tie = Tie.objects.create(
            round=made, mentee=self.application, first=mentors[0], second=mentors[1], cost=0
        )
        return Ballot.objects.create(tie=tie, member=self.people["delegated"])

    def argument(self, name: str) -> Any:
        """What stands in an address: the thing's slug or key, or the word itself if it is no thing."""
        thing = getattr(self, name, name)
        if isinstance(thing, str):
            return thing
        return getattr(thing, "slug", None) or getattr(thing, "pk", thing)


def is_thing(word: str) -> bool:
    return word in Things.__annotations__ or hasattr(Things, word)


def sessions_in_cookies() -> override_settings:
    """For walks of thousands of requests, which ask who is signed in and not where that is kept."""
    return override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")


def make_things() -> Things:
    turn_on()
    cache.delete(directory.KEY)  # on for the cast, as on a site where nobody switched it off
    cycle, other_cycle = CycleFactory(), CycleFactory()
    for role in cycle.roles.all():
        CallFactory(role=role)
    application = ApplicationFactory(cycle=cycle, person__name="Alma Applicant")
    for key, kind in (("manager", "manager"), ("performance", "performance")):
        Requirement.objects.create(role=application.role, key=key, kind=kind, text=key)
    pair = PairFactory(cycle=cycle)
    manager = UserFactory(name="Tove Anders")
    people = {
        "visitor": None,
        "stranger": UserFactory(name="Sven Stranger"),
        "applicant": application.person,
        "mentor": pair.mentor.person,
        "mentee": pair.mentee.person,
        "other_mentor": PairFactory(cycle=cycle).mentor.person,
        "delegated": _staff(cycle, "committee"),
        "committee": _staff(cycle, "committee"),
        "confirmer": _staff(cycle, "confirmer"),
        "organizer": _staff(cycle, "organizer"),
        "other_organizer": _staff(other_cycle, "organizer"),
        "administrator": UserFactory(is_staff=True, is_superuser=True),
        "former_organizer": _former_organizer(cycle),
        "growth_organizer": GrowthOrganizerFactory(person__name="Gro Organizer").person,
        "manager": manager,
        "owner": UserFactory(name="Bo Ferriday"),
        "guest": UserFactory(name="Kofi Guest", is_guest=True),
        "grower": UserFactory(name="Noor Castellane", manager=manager),
    }
    Delegation.objects.create(application=application, member=people["delegated"])
    message = Message.objects.create(
        to=application.person,
        kind="application_received",
        about=f"application:{application.pk}",
        scope=cycle.key,
        status="sent",
        subject="We have your application",
        body="Thank you.",
        sent_at=timezone.now(),
    )
    write_in_private(people)
    return Things(people, cycle, other_cycle, application.role, application, pair, message)


def _staff(cycle: Cycle, role: str) -> User:
    return StaffFactory(program=cycle.program, role=role, person__name=f"Staff {role}").person


def _former_organizer(cycle: Cycle) -> User:
    row = StaffFactory(program=cycle.program, role="organizer", person__name="Former Organizer")
    row.delete()
    return row.person


def _run_file() -> bytes:
    """A run of two people."""
    ones = np.ones(1, dtype=np.int64)
    instance = Instance(("1",), ("2",), np.array([[50]]), ones, ones)
    return files.pack(instance, solve(instance))
