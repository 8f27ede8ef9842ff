"""Every page people see, with the demo's data: no accessibility violation, no error in the console,
nothing wider than the screen; light and dark, desk and phone."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from announcements.models import Announcement
from applications.models import Application
from directory.models import Availability
from directory.queries import switch as directory
from growth.models import JobLevel, Opportunity, Pathway, PathwayItem, Pillar, PlanGoal
from growth.promotion.actions import reviews
from growth.setup import queries as growth
from mentorship.demo import load
from pairs.models import Pair
from people.models import User
from surveys.models import Invitation
from tests.browser.axe import violations

ORGANIZER_PAGES = (
    "applications:application_list",
    "applications:application_import",
    "applications:review",
    "applications:decision_list",
    "applications:waitlist",
    "pairing:rehearsal",
    "pairing:board",
    "pairing:votes",
    "pairs:pair_list",
    "pairs:readiness",
    "completion:words",
    "pairing:repair",
    "events:event_list",
    "events:learning",
    "programs:survey_list",
    "programs:message_list",
    "announcements:announcement_list",
    "announcements:announcement_create",
    "applications:outreach",
    "applications:link_list",
    "programs:settings",
    "outcomes:dashboard",
    "outcomes:report",
    "outcomes:frozen_list",
    "outcomes:share_list",
)

PAIR_PAGES = (
    "pairs:pair_talk",
    "pairs:session_plan",
    "pairs:agenda_new",
    "pairs:expectations",
    "pairs:style_edit",
    "pairs:goal_list",
    "pairs:goal_add",
    "completion:ending",
    "completion:summary",
    "completion:summary_share",
    "completion:record_own",
    "completion:thanks",
)

DRAFT_PAGES = ("detail", "edit")

GROWERS_PAGES = (
    "plan",
    "plan_edit",
    "plan_next_steps",
    "plan_sheet",
    "version_list",
    "goal_add",
    "conversations",
    "levels",
    "level_choose",
    "sharing",
    "learning",
    "learning_add",
    "pathway",
    "pathway_add",
)
GROWTH_ORGANIZERS_PAGES = (
    "edit",
    "plan_template_list",
    "plan_template_add",
    "family_list",
    "family_add",
    "family_import",
    "pillar_add",
    "pathway_list",
    "pathway_new",
    "pathway_import",
    "totals",
)


@pytest.fixture
def demo(transactional_db):
    return load.load(size=12, at=timezone.now())


def test_every_page_is_accessible_and_quiet(visit, demo):
    found = []
    for who, addresses in (
        (None, visitors(demo)),
        (person("newcomer"), newcomers(demo)),
        (person("mentee"), participants(demo, person("mentee"))),
        (person("both roles"), [of(demo.open, "applications:application_status")]),
        (person("organizer"), organizers(demo)),
        (person("confirmer"), [of(demo.open, "applications:review")]),
        (person("committee"), [of(demo.open, "applications:review")]),
        (
            person("administrator"),
            [reverse("people:import"), reverse("people:person_list"), reverse("outcomes:figures")],
        ),
    ):
        found += problems(visit, addresses, who)
    assert found == [], "\n".join(found)


def test_asking_and_telling_is_accessible_and_quiet(visit, demo):
    given = demo.finished.quotes.given().first()
    found = []
    for who, addresses in (
        (person("organizer"), asking_and_telling(demo)),
        (person("mentee"), asked_and_told(demo, person("mentee"))),
        (given.person, [of(demo.finished, "programs:quote"), reverse("home")]),
    ):
        found += problems(visit, addresses, who)
    assert found == [], "\n".join(found)


def asked_and_told(demo, mentee):
    """The feed, a question of one's own, asking one more, and what surveys found."""
    assert demo.running.asked_questions.filter(asked_by=mentee).exists()
    return [
        of(demo.running, "announcements:feed"),
        of(demo.running, "applications:question_ask"),
        of(demo.finished, "programs:results"),
    ]


def asking_and_telling(demo):
    """Surveys, what is made public of them, quotes, and what goes out by itself."""
    surveys = demo.finished.cycle_surveys.values_list("pk", flat=True)
    asked = demo.open.asked_questions.waiting().first()
    end = demo.finished.cycle_surveys.get(kind="end").survey.questionnaire_id
    training = demo.running.trainings.exclude(due_on=None).first()
    return [
        of(demo.open, "applications:question_answer", asked.pk),
        of(demo.finished, "programs:question_library", end),
        of(demo.finished, "outcomes:frozen_report", 1),
        of(demo.running, "announcements:announcement_remind", f"training:{training.pk}"),
        reverse("outcomes:figures"),
        *(of(demo.running, f"programs:{name}") for name in ("messages_ahead", "survey_list")),
        *(of(demo.finished, f"programs:{name}") for name in ("quote_list", "results_publish")),
        *(of(demo.finished, "programs:survey_detail", pk) for pk in surveys),
        *(of(demo.finished, "programs:survey_preview", pk) for pk in surveys[:1]),
        of(demo.open, "announcements:feed"),
    ]


def test_opportunities_are_accessible_and_quiet(visit, demo):
    """For somebody who applied and their manager, those who run them, an organizer and a guest."""
    cache.delete(growth.KEY)
    mentee = User.objects.select_related("manager").get(pk=person("mentee").pk)
    security = Opportunity.objects.get(slug="security-shadow")
    sent = security.applications.get(person=mentee)
    group = Opportunity.objects.get(open_to_guests=True)
    guest = group.applications.get(person__is_guest=True)
    found = []
    for who, addresses in (
        (mentee, opportunities_to_read()),
        (mentee.manager, [reverse("growth:opportunity_cover", args=[sent.pk])]),
        (person("committee"), opportunity_to_run(group, guest)),
        (
            person("organizer"),
            [reverse("growth:opportunity_admin"), reverse("growth:opportunity_add")],
        ),
        (guest.person, [reverse("growth:opportunity_list"), at(group)]),
        (None, [reverse("growth:opportunity_link", args=[group.guest_code])]),
    ):
        found += problems(visit, addresses, who)
    assert found == [], "\n".join(found)


def opportunities_to_read():
    found = Opportunity.objects.in_bulk(field_name="slug")
    shadow = at(found["security-shadow"])
    return [
        reverse("growth:opportunity_list"),
        shadow,
        f"{shadow}?change=yes",
        at(found["ceo-shadow"]),
        at(found["internship-detection-engineering"]),
    ]


def opportunity_to_run(group, application):
    return [
        reverse("growth:applicant_list", args=[group.slug]),
        reverse("growth:opportunity_application", args=[application.pk]),
        reverse("growth:opportunity_edit", args=[group.slug]),
        reverse("growth:opportunity_guests", args=[group.slug]),
    ]


def at(opportunity):
    return reverse("growth:opportunity", args=[opportunity.slug])


def test_the_directory_is_accessible_and_quiet(visit, demo):
    cache.set(directory.KEY, True)
    newcomer, mentor = person("newcomer"), person("mentor")
    found = problems(visit, directory_of_a_mentee(newcomer), newcomer)
    found += problems(visit, directory_of_a_mentor(mentor), mentor)
    found += problems(visit, [reverse("directory:setup")], person("administrator"))
    assert found == [], "\n".join(found)


def directory_of_a_mentee(newcomer):
    offer = Availability.objects.listed().exclude(helps_with="").exclude(slots=[])
    somebody = offer.exclude(person__requests_received__mentee=newcomer).first().person_id
    return [
        reverse("directory:mentor_list"),
        reverse("directory:mentor_list") + "?q=nobody+at+all&time=now",
        reverse("directory:mentor", args=[somebody]),
        reverse("directory:ask", args=[somebody]),
        reverse("directory:suggested"),
        reverse("directory:looking"),
        reverse("directory:register"),
        reverse("directory:request_list"),
        *(reverse("directory:request", args=[one.pk]) for one in newcomer.requests_made.all()),
    ]


def directory_of_a_mentor(mentor):
    asked = mentor.registered_as_mentor.first()
    return [
        reverse("home"),
        reverse("directory:offer"),
        reverse("directory:request", args=[mentor.requests_received.first().pk]),
        reverse("directory:registration", args=[asked.pk]),
        reverse("people:profile"),
        reverse("people:person_detail", args=[mentor.pk]),
    ]


def test_promotion_is_accessible_and_quiet(visit, demo):
    cache.delete(growth.KEY)
    writer = person("mentee")
    asked = writer.promotion_documents.get().rounds.get()
    session = writer.binder.filter(source="session").first()
    found = problems(visit, evidence_and_learning(writer), writer)
    found += problems(visit, promotion_to_write(asked), writer)
    found += problems(visit, [reverse("growth:review", args=[asked.pk])], asked.reviewer)
    found += problems(visit, promotion_to_edit(), person("organizer"))
    if session:
        found += problems(visit, [reverse("growth:consents")], session.partner)
    said = dict.fromkeys(asked.document.claims.all(), ("evidence", "One more."))
    reviews.answer(asked, "more", "Strong on results.", said, at=timezone.now())
    claim = asked.document.claims.first()
    after = [
        reverse("growth:promotion_document", args=[asked.document_id]),
        reverse("growth:promotion_edit", args=[asked.document_id]),
        reverse("growth:claim", args=[claim.pk]),
    ]
    found += problems(visit, after, writer)
    found += problems(visit, [reverse("growth:review", args=[asked.pk])], asked.reviewer)
    assert found == [], "\n".join(found)


def evidence_and_learning(writer):
    entry, task = writer.learning_entries.first(), writer.stretch_tasks.first()
    names = ("learning", "learning_add", "stretch_add", "binder", "binder_add")
    return [
        *(reverse(f"growth:{name}") for name in (*names, "binder_kudos", "binder_take")),
        reverse("growth:learning_edit", args=[entry.pk]),
        reverse("growth:stretch_edit", args=[task.pk]),
        reverse("growth:binder_put", args=["learning", entry.pk]),
        reverse("growth:binder_edit", args=[writer.binder.first().pk]),
    ]


def promotion_to_write(asked):
    return [
        reverse("growth:promotion_start"),
        reverse("growth:promotion_begin", args=["senior-to-staff"]),
        reverse("growth:promotion_document", args=[asked.document_id]),
        reverse("growth:promotion_sheet", args=[asked.document_id]),
        reverse("growth:promotion_round", args=[asked.pk]),
    ]


def promotion_to_edit():
    return [
        reverse("growth:promotion_template_list"),
        reverse("growth:promotion_template_add"),
        reverse("growth:promotion_template_edit", args=["senior-to-staff"]),
        reverse("growth:promotion_template_import"),
    ]


def test_every_page_of_growth_is_accessible_and_quiet(visit, demo):
    cache.delete(growth.KEY)
    found = []
    for who, addresses in (
        (person("first year"), growers(person("first year"))),
        (person("mentor"), readers(person("first year"))),
        (person("mentee"), [reverse("home"), reverse("growth:plan"), reverse("growth:pathway")]),
        (person("organizer"), growth_organizers()),
        (person("administrator"), [reverse("growth:setup")]),
    ):
        found += problems(visit, addresses, who)
    assert found == [], "\n".join(found)


def visitors(demo):
    return [
        reverse("programs:program_list"),
        reverse("privacy"),
        reverse("accessibility"),
        of(demo.running, "programs:cycle_public"),
        of(demo.open, "programs:cycle_public"),
        reverse("account_login"),
    ]


def newcomers(demo):
    return [reverse("home"), of(demo.open, "applications:application_apply", "mentee")]


def participants(demo, mentee):
    pair = Pair.objects.of(mentee).get(cycle=demo.running)
    invitations = Invitation.objects.filter(person=mentee)
    return [
        reverse("home"),
        reverse("people:profile"),
        reverse("notifications:mail_choices"),
        of(demo.running, "applications:application_status"),
        of(demo.running, "events:checklist"),
        *(of(demo.running, "events:event_detail", one.pk) for one in demo.running.events.all()),
        reverse("pairs:pair_detail", args=[pair.pk]),
        reverse("pairs:extension_propose", args=[pair.pk]),
        reverse("pairs:session_log", args=[pair.pk]),
        reverse("pairs:session_list", args=[pair.pk]),
        *(reverse(name, args=[pair.pk]) for name in PAIR_PAGES),
        reverse("completion:ending_step", args=[pair.pk, "reached"]),
        reverse("completion:record_check"),
        *(reverse("surveys:answer", args=[one.pk]) for one in invitations[:1]),
    ]


def organizers(demo):
    application = Application.objects.filter(cycle=demo.running).first()
    draft = Announcement.objects.create(
        cycle=demo.running, audiences=["taking_part"], subject="Kickoff", text="Welcome, {name}."
    )
    return [
        *(of(demo.running, f"announcements:announcement_{page}", draft.pk) for page in DRAFT_PAGES),
        reverse("home"),
        reverse("programs:organize"),
        *(of(cycle, name) for cycle in (demo.running, demo.open) for name in ORGANIZER_PAGES),
        of(demo.running, "applications:application_detail", application.pk),
    ]


def growers(noor):
    """Somebody with a plan, talks, a level and a pathway."""
    criterion = noor.growth_level.level.criteria.first()
    goal = PlanGoal.objects.filter(revision__plan__person=noor, actions__isnull=False).first()
    talk = noor.growth_conversations.first()
    items = [
        reverse("growth:pathway_item", args=["item", number])
        for number in PathwayItem.objects.filter(
            kind__key__in=["mentee", "growth-plan", "learning-hub"]
        ).values_list("pk", flat=True)
    ]
    own = reverse("growth:pathway_item", args=["own", noor.pathway_items.get(item=None).pk])
    return [
        reverse("home"),
        *(reverse(f"growth:{name}") for name in GROWERS_PAGES),
        *items,
        own,
        reverse("growth:pathway_skip", args=["item", PathwayItem.objects.first().pk]),
        reverse("growth:plan_next", args=["skills"]),
        reverse("growth:version_detail", args=[1]),
        reverse("growth:plan_share_person", args=[1]),
        reverse("growth:goal", args=[goal.pk]),
        reverse("growth:step_edit", args=[goal.actions.first().pk]),
        reverse("growth:conversation_edit", args=[talk.pk]),
        reverse("growth:conversation_plan", args=[noor.pk]),
        reverse("growth:level_evidence", args=[criterion.pk]),
        reverse("growth:family_changes", args=[criterion.level.family.slug]),
    ]


def readers(noor):
    plan = noor.growth_shares.get(what="plan").revision
    return [
        reverse("growth:shared"),
        reverse("growth:shared_plan", args=[plan.pk]),
        reverse("growth:shared_conversations", args=[noor.pk]),
    ]


def growth_organizers():
    pathway = Pathway.objects.get()
    level = JobLevel.objects.first()
    kind = pathway.kinds.get(key="mentee")
    return [
        *(reverse(f"growth:{name}") for name in GROWTH_ORGANIZERS_PAGES),
        reverse("growth:plan_template_edit", args=["skills"]),
        reverse("growth:family_edit", args=[level.family.slug]),
        reverse("growth:level_edit", args=[level.family.slug, level.pk]),
        reverse("growth:pillar_edit", args=[Pillar.objects.first().slug]),
        reverse("growth:pathway_edit", args=[pathway.slug]),
        reverse("growth:kind_edit", args=[pathway.slug, kind.pk]),
        reverse("growth:kind_add", args=[pathway.slug]),
    ]


def person(role):
    (account,) = [one for one in load.people_of.NAMED if one.role == role]
    return User.objects.get(email=account.email)


def of(cycle, name, *more):
    return reverse(name, args=[cycle.program.slug, cycle.slug, *more])


def problems(visit, addresses, who):
    """What is wrong, by address, theme and width."""
    found = []
    page = visit(addresses[0], who)
    for address in addresses:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            answer = page.goto(address)
            if answer.status != 200:
                found.append(f"{address}: {answer.status}")
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{address} {theme} {width}: {one}" for one in violations(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{address}: wider than {width}")
    return found
