"""What fits together: rules that need more than one value of the file."""

from collections.abc import Callable
from itertools import pairwise

from django.utils.translation import gettext as _

from programs.models import CycleSurvey, Milestone, Requirement, Role
from programs.programfile import parts, questions
from programs.programfile.problems import Problems
from programs.programfile.shape import Item
from programs.rules import message_texts
from surveys.models import Questionnaire
from surveys.question_kinds import KINDS

Complain = Callable[[str, str], None]
CHECK_OF_KIND = {
    Requirement.Kind.TENURE: Requirement.Check.COMPUTED,
    Requirement.Kind.PERFORMANCE: Requirement.Check.VERIFIED,
    Requirement.Kind.CONSENT: Requirement.Check.VERIFIED,
}


def check(file: Item) -> None:
    """Complete what follows from other values, and refuse what contradicts itself."""
    checker = _Checker(Problems())
    checker.unique(file["names"], "key", "names")
    cycle = file["cycle"]
    if cycle["starts_on"] and cycle["ends_on"] and cycle["ends_on"] <= cycle["starts_on"]:
        checker.at(cycle, "cycle")("ends_on", _("The last day must come after the first."))
    if cycle["session_minutes_most"] and cycle["session_minutes_most"] < cycle["session_minutes"]:
        checker.at(cycle, "cycle")("session_minutes_most", _("Not shorter than a session."))
    checker.roles(file)
    for number, milestone in enumerate(file["timeline"], start=1):
        check_milestone(milestone, checker.at(milestone, f"timeline[{number}]"))
    for part in parts.of_cycle:
        part.check(checker, file[part.key.name], part.key.name, file)
    checker.surveys(file["surveys"])
    checker.messages(file["messages"])
    checker.problems.stop_if_any()


def check_milestone(milestone: dict, complain: Complain) -> None:
    """Dates must fit the precision, as the database demands too."""
    precision, first, last = milestone["precision"], milestone["on"], milestone["until"]
    Precision = Milestone.Precision  # noqa: N806
    if precision != Precision.UNDECIDED and first is None:
        complain("on", _("Give the day, or say that it is to be decided."))
    if precision == Precision.SPAN and last is None:
        complain("until", _("Give the last day too."))
    elif precision == Precision.SPAN and first and last < first:
        complain("until", _("The last day comes before the first."))
    elif precision != Precision.SPAN and last is not None:
        complain("until", _("Only a span of days has a last day."))


def check_calls(calls: list[Item], complain: Callable[..., None]) -> None:
    """Each call of a role the right way round, none overlapping another."""
    for call in calls:
        opens, closes, late = call["opens"], call["closes"], call["late_until"]
        if opens and closes and closes < opens:
            complain(call, "closes", _("The call closes before it opens."))
        if late and (not closes or late < closes):
            complain(call, "late_until", _("Late entry ends on or after the last day of the call."))
    dated = sorted(
        (call for call in calls if call["opens"] and call["closes"]), key=lambda c: c["opens"]
    )
    for earlier, later in pairwise(dated):
        if later["opens"] <= earlier["closes"]:
            complain(later, "opens", _("This call overlaps another call of the same role."))


class _Checker:
    def __init__(self, problems: Problems):
        self.problems = problems

    def at(self, item: Item, path: str) -> Complain:
        def complain(key: str, text: str) -> None:
            self.problems.add(item.line_of(key), f"{path}.{key}", text)

        return complain

    def unique(self, items: list[Item], key: str, path: str) -> None:
        seen: set[str] = set()
        for number, item in enumerate(items, start=1):
            if item[key] in seen:
                text = _("“%s” is used twice.") % item[key]
                self.at(item, f"{path}[{number}]")(key, text)
            seen.add(item[key])

    def roles(self, file: Item) -> None:
        roles = file["roles"]
        self.unique(roles, "slug", "roles")
        for side in (Role.Side.MENTOR, Role.Side.MENTEE):
            if not any(role["side"] == side for role in roles):
                text = _("No role is on the side “%s”. Pairs need one on each.") % side
                self.problems.add(file.line_of("roles"), "roles", text)
        for number, role in enumerate(roles, start=1):
            path = f"roles[{number}]"
            self.unique(role["requirements"], "key", f"{path}.requirements")
            for place, requirement in enumerate(role["requirements"], start=1):
                complete_requirement(
                    requirement, self.at(requirement, f"{path}.requirements[{place}]")
                )
            for part in parts.of_role:
                name = part.key.name
                part.check(self, role[name], f"{path}.{name}", file)
            check_calls(
                role["calls"],
                lambda call, key, text, path=path: self.at(call, f"{path}.calls")(key, text),
            )
            self.questions(role["questions"], f"{path}.questions")

    def questions(self, items: list[Item], path: str) -> None:
        for number, question in enumerate(items, start=1):
            questions.check(question, self.at(question, f"{path}[{number}]"))
        places = {id(item): number for number, item in enumerate(items, start=1)}

        def complain(question: Item, key: str, text: str) -> None:
            self.at(question, f"{path}[{places[id(question)]}]")(key, text)

        questions.check_form(items, complain)

    def messages(self, items: list[Item]) -> None:
        seen: set[str] = set()
        for number, item in enumerate(items, start=1):
            complain = self.at(item, f"messages[{number}]")
            if item["kind"] in seen:
                complain("kind", _("Each message is worded at most once."))
            seen.add(item["kind"])
            if not item["subject"] and not item["body"]:
                complain("body", _("Give a subject, a text, or both."))
            for name in ("subject", "body"):
                for wrong in message_texts.unknown(item["kind"], item[name]):
                    complain(name, _("%s means nothing in this message.") % wrong)

    def surveys(self, surveys: list[Item]) -> None:
        self.unique(surveys, "kind", "surveys")
        for number, survey in enumerate(surveys, start=1):
            path = f"surveys[{number}]"
            complain = self.at(survey, path)
            if survey["closes"] and survey["closes"] < survey["opens"]:
                complain("closes", _("The survey closes before it opens."))
            if survey["kind"] == CycleSurvey.Kind.CHECK_IN:
                if survey["audience"] != CycleSurvey.Audience.MENTEES:
                    complain("audience", _("The check-in asks mentees only."))
                if survey["mode"] != Questionnaire.Mode.NAMED:
                    complain("mode", _("The check-in is named, so that somebody can help."))
            if survey["quotes"] and survey["kind"] != CycleSurvey.Kind.END:
                complain("quotes", _("Only the end survey asks for quotes."))
            self.questions(survey["questions"], f"{path}.questions")
            self.anonymous_week(survey, path)

    def anonymous_week(self, survey: Item, path: str) -> None:
        if survey["mode"] != Questionnaire.Mode.ANONYMOUS:
            return
        for number, question in enumerate(survey["questions"], start=1):
            if KINDS[question["kind"]].reveals_person:
                text = _("Weekly hours would tell who answered an anonymous survey.")
                self.at(question, f"{path}.questions[{number}]")("kind", text)


def complete_requirement(requirement: Item, complain: Complain) -> None:
    """How a tenure or a performance is known follows from the kind."""
    kind = requirement["kind"]
    forced = CHECK_OF_KIND.get(kind)
    if forced and "check" in requirement.lines and requirement["check"] != forced:
        complain("check", _("A requirement of this kind is always “%s”.") % forced)
    elif forced:
        requirement["check"] = forced
    elif requirement["check"] == Requirement.Check.COMPUTED:
        complain("check", _("Only a tenure can be computed."))
    if kind == Requirement.Kind.TENURE and requirement["months"] is None:
        complain("months", _("Say how many months."))
