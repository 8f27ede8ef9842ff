"""The definition of the program file. Loading, dumping and docs/program-file.md all read it.

Lengths, limits, choices and defaults come from the columns the values are stored in.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.models import (
    Cycle,
    CycleSurvey,
    FaqEntry,
    MessageText,
    Milestone,
    Program,
    Requirement,
    Role,
)
from programs.programfile import parts
from programs.programfile.kinds import Day, Flag, OneOf, Slug, Text
from programs.programfile.shape import Block, Key, ListOf, column
from surveys.models import Choice, Question, Questionnaire, Survey

RESERVED = {"new", "interest"}  # organize/new/, programs/interest/<token>/


def not_reserved(slug: str) -> None:
    """An address of ours would hide this one."""
    if slug in RESERVED:
        raise ValidationError(
            _("“%s” is taken by an address of the software.") % slug, code="reserved"
        )


def _slug_column(model: type, help: str) -> Key:
    key = column(model, "slug", help)
    return replace(key, validators=(*key.validators, not_reserved))


PROGRAM = Block(
    "program",
    (
        _slug_column(Program, "Names the program in addresses. Loading looks for it."),
        column(Program, "name", "What people call the program."),
        column(Program, "lead", "What it is for, in a sentence or two; stands on top of the page."),
        column(Program, "mission", "The mission, which stays from cycle to cycle."),
        column(Program, "audience", "Who it is for."),
        Key("hosts", "Groups that host the program.", ListOf(Text(120), 20), list),
        column(Program, "visibility", "Who sees the public page."),
    ),
    "What stays the same from cycle to cycle.",
)

TARGETS = Block(
    "targets",
    (
        column(Cycle, "meeting_target", "Pairs that meet consistently, in percent.", "meeting"),
        column(Cycle, "attendance_target", "Live attendance, in percent.", "attendance"),
    ),
    "What the report measures the cycle by.",
    is_always_there=True,
)

START = Block(
    "start",
    (
        column(Cycle, "expectations_level", "Reading what is expected.", "expectations"),
        column(Cycle, "coffee_chat_level", "A coffee chat before the start.", "coffee_chat"),
        column(Cycle, "style_level", "Saying how one likes to talk.", "style"),
        column(Cycle, "purpose_level", "Saying why one is here.", "purpose"),
        column(Cycle, "goal_level", "A goal, for mentees; mentors may have one.", "goal"),
        column(Cycle, "agreement_level", "An agreement of the two.", "agreement"),
        column(Cycle, "first_date_level", "A first date.", "first_date"),
    ),
    "Whether each step is required before the two start. Trainings and certificates say it themselves.",
    is_always_there=True,
)

CYCLE = Block(
    "cycle",
    (
        _slug_column(Cycle, "Names the cycle in addresses, within the program."),
        column(Cycle, "name", "What people call the cycle, for example “Summer 2021”."),
        Key("follows", "Slug of the cycle before this one.", Slug(), ""),
        column(Cycle, "zone", "Time zone of all days and times in the file: Europe/Berlin."),
        column(Cycle, "starts_on", "First day: kickoff. Fortnights are counted from here."),
        column(Cycle, "ends_on", "Last day."),
        column(Cycle, "cadence_days", "Days between sessions: 14 is every other week."),
        column(Cycle, "session_minutes", "Length of a session."),
        column(
            Cycle,
            "session_minutes_most",
            "Pairs agree on a length from `session_minutes` to this; empty: on any.",
        ),
        column(
            Cycle,
            "extension_days",
            "Days by which pairs may go on after the last day, when both agree; 0: none.",
        ),
        column(
            Cycle,
            "goal_check_sessions",
            "Sessions after which people are asked to look at their goal again; 0: never.",
        ),
        Key("start", "Whether each step of the start is required.", START, None),
        column(Cycle, "structure", "How the program works."),
        column(Cycle, "contact", "Where questions go."),
        column(Cycle, "reply_address", "Mail address to which answers to mails go."),
        column(Cycle, "start_message", "All that people need to start; sent with the pairs."),
        column(Cycle, "video_link", "A short video for the start."),
        column(Cycle, "late_note", "What late applicants read before and after they apply."),
        Key("targets", "What the report measures the cycle by.", TARGETS, None),
    ),
    "One run of the program.",
)

REQUIREMENT = Block(
    "requirement",
    (
        column(Requirement, "key", "Names it within the role."),
        column(Requirement, "text", "What people read."),
        column(
            Requirement,
            "kind",
            "`tenure` is worked out from the start date, `performance` is answered by a confirmer "
            "and never shown to others, `certificate` asks for a date and a link, `manager` and "
            "`statement` are ticked. A statement stores no label about the person.",
        ),
        column(Requirement, "check_by", "How we check it.", "check"),
        column(Requirement, "months", "For `tenure`: months at the company when applying."),
        column(Requirement, "due_on", "Last day by which it may be fulfilled; empty: on applying."),
        column(Requirement, "link", "Where people find what is asked for."),
        column(Requirement, "obligation", "Whether it is required. Only `required` stops anybody."),
        column(Requirement, "only_in_both_roles", "Asked only of people who apply for both sides."),
    ),
    "What somebody must fulfil for a role. Answers are read by organizers and reviewers; the "
    "performance answer by organizers as confirmed, not confirmed or open, and by nobody else.",
)

CHOICE = Block(
    "choice",
    (
        column(Choice, "label", "What people read."),
        column(
            Choice,
            "value",
            "Names it in rules and exports; made from the label when left out.",
            kind=Slug(),
            default="",
        ),
    ),
    "A choice; a bare text is its label.",
    short="label",
)

CONDITION = Block(
    "condition",
    (
        Key(
            "question",
            "Key of an earlier question with choices or steps, or a yes-or-no one.",
            Slug(),
        ),
        Key(
            "is",
            "Values of its choices, steps, or yes / no; one of them is enough.",
            ListOf(Text(60), 50),
        ),
    ),
    "When a question is asked.",
)

QUESTION = Block(
    "question",
    (
        column(Question, "key", "Names it within the form."),
        column(Question, "text", "The question."),
        column(Question, "kind", "How it is answered."),
        column(Question, "section", "Under the heading."),
        column(Question, "help_text", "A sentence of help.", "help"),
        column(Question, "is_required", "Whether it has to be answered.", "required"),
        Key("choices", "For `one`, `several` and `ranking`.", ListOf(CHOICE, 100), list),
        column(Question, "at_most", "For `several`: at most this many."),
        column(Question, "low", "For `scale` and `number`: the smallest."),
        column(Question, "high", "For `scale` and `number`: the largest."),
        column(Question, "low_label", "What the lowest point of a scale means."),
        column(Question, "high_label", "What the highest point of a scale means."),
        column(
            Question,
            "sentence",
            "For `blanks`: each blank in brackets, as in “I care about [a value]”.",
        ),
        column(Question, "readers", "Who may read the answers, besides the person."),
        column(Question, "pairing_use", "What pairing reads the answers as.", "pairing"),
        Key("asked_if", "Ask only after this answer.", CONDITION, None),
    ),
    "A question of a form.",
)

CALL = Block(
    "call",
    (
        Key("opens", "First day.", Day(), None),
        Key("closes", "Last day; the call closes at the end of it.", Day(), None),
        Key("late_until", "Last day for late applications; empty: none.", Day(), None),
    ),
    "When people may apply; days in the cycle’s zone, the last one included.",
)

ROLE = Block(
    "role",
    (
        column(Role, "slug", "Names the role in addresses."),
        column(Role, "name", "What people call it: “Mentor”, “Captain”."),
        column(Role, "plural", "What several are called; empty: the name with an s."),
        column(Role, "side", "Which half of a pair it stands on."),
        column(Role, "capacity", "For mentors: how many mentees one may have."),
        column(Role, "benefits", "What people get out of it."),
        column(Role, "considerations", "How applications are prioritized."),
        column(Role, "expectations", "What is expected of people in this role."),
        Key("requirements", "What somebody must fulfil.", ListOf(REQUIREMENT, 50), list),
        Key("calls", "When people may apply; usually one.", ListOf(CALL, 10), list),
        Key("questions", "The application form.", ListOf(QUESTION, 100), list),
    ),
    "What somebody can be in the cycle.",
)

REVIEW = Block(
    "review",
    (
        column(Cycle, "review_scale", "Highest score; the lowest is 1.", "scale"),
        column(Cycle, "reviews_wanted", "Reviews every application should get.", "reviews"),
        column(
            Cycle,
            "review_is_blind",
            "Whether reviewers see who applied only once a decision is noted.",
            "blind",
        ),
        column(
            Cycle,
            "needs_confirmations",
            "Whether open performance confirmations hold back decisions and publishing.",
            "wait_for_confirmations",
        ),
        column(
            Cycle,
            "needs_managers_word",
            "Whether open talks with the manager and open consents hold them back.",
            "wait_for_managers",
        ),
        column(
            Cycle,
            "needs_reviews",
            "Whether missing reviews and “Ask me” hold them back.",
            "wait_for_reviews",
        ),
    ),
    "How applications are reviewed.",
    is_always_there=True,
)

MILESTONE = Block(
    "milestone",
    (
        column(Milestone, "title", "What happens."),
        column(Milestone, "description", "More about it."),
        column(Milestone, "kind", "`other`, or a date the software itself reads."),
        column(
            Milestone,
            "precision",
            "How exact the date is. `undecided` may still name the day it is expected around.",
        ),
        column(Milestone, "starts_on", "The day, or the first day.", "on"),
        column(Milestone, "ends_on", "For `span`: the last day.", "until"),
        column(Milestone, "is_public", "No: only organizers see it.", "public"),
        column(Milestone, "is_optional", "Whether people may leave it out.", "optional"),
        column(Milestone, "link", "Related resource."),
        column(Milestone, "link_label", "Name of the link."),
    ),
    "A line of the timeline, as exact as it is known.",
)

SURVEY = Block(
    "survey",
    (
        column(CycleSurvey, "kind", "Which one; each at most once."),
        column(Survey, "title", "What people call it."),
        column(CycleSurvey, "audience", "Who is asked. The check-in asks mentees only."),
        column(
            CycleSurvey,
            "asks_quotes",
            "For `end`: whether people are asked for a sentence that others may read.",
            "quotes",
        ),
        column(
            Questionnaire,
            "mode",
            "`named` or `anonymous`; said before the first question, and it never changes.",
        ),
        column(Survey, "is_required", "Whether everybody should answer.", "required"),
        Key("opens", "First day.", Day()),
        Key("closes", "Last day; empty: stays open.", Day(), None),
        column(
            Survey,
            "reminders_at_most",
            "How often people are reminded at most, a week apart; 0: never.",
            "reminders",
        ),
        column(Questionnaire, "intro", "What people read first."),
        Key("questions", "What is asked.", ListOf(QUESTION, 100), list),
    ),
    "A check-in or survey.",
)

FAQ = Block(
    "faq",
    (
        column(FaqEntry, "question", "The question."),
        column(FaqEntry, "answer", "The answer."),
    ),
    "A question people ask.",
)

MESSAGE = Block(
    "message",
    (
        column(MessageText, "kind", "Which message; each at most once."),
        column(MessageText, "subject", "Its subject; empty: the standard one."),
        column(
            MessageText,
            "body",
            "Its text; empty: the standard one. `{standard}` stands for the standard text, and "
            "the settings page lists what else may stand in braces.",
        ),
    ),
    "A message in the program's own words.",
)

NAME = Block(
    "name",
    (
        Key("key", "Stands in texts as `${key}`.", Slug()),
        Key("question", "What is asked.", Text(200)),
        Key("help", "A sentence of help.", Text(300), ""),
        Key("kind", "What the answer is.", OneOf(("text", "link")), "text"),
        Key("required", "Whether it has to be answered.", Flag(), True),
        Key("value", "The answer of the organization whose program this is.", Text(500), ""),
        Key("suggestion", "What is written in the answer before somebody types.", Text(500), ""),
    ),
    "What the organization that uses the file calls things. `${key}` stands for the answer in every "
    "text, and a text that is empty then counts as left out. The page that makes a program asks "
    "the questions; `load_program --set key=answer` answers them, and without any `--set` the "
    "file’s own answers count. A dump holds the answers in place and asks nothing.",
)
NAMES = Key("names", "Names that every organization has its own of.", ListOf(NAME, 30), list)

_OWN_KEYS = {
    key.name: key
    for key in (
        Key("version", "Version of this format.", OneOf(("1",)), "1"),
        NAMES,
        Key("program", "What stays the same from cycle to cycle.", PROGRAM),
        Key("cycle", "One run of the program.", CYCLE),
        Key("roles", "What somebody can be in the cycle.", ListOf(ROLE, 20)),
        Key("timeline", "Dates people read, and internal ones.", ListOf(MILESTONE, 100), list),
        Key("review", "How applications are reviewed.", REVIEW, None),
        Key("surveys", "Check-ins and surveys.", ListOf(SURVEY, 4), list),
        Key("messages", "Messages in own words.", ListOf(MESSAGE, 30), list),
        Key("faq", "Questions people ask.", ListOf(FAQ, 100), list),
    )
}


def role_block() -> Block:
    """A role with the keys that apps further up keep for it."""
    return replace(ROLE, keys=(*ROLE.keys, *(part.key for part in parts.of_role)))


def file_block() -> Block:
    """The whole file, with the parts of all apps."""
    keys = {**_OWN_KEYS, **{part.key.name: part.key for part in parts.of_cycle}}
    keys["roles"] = replace(keys["roles"], kind=ListOf(role_block(), 20))
    return Block(
        "file",
        tuple(keys[name] for name in parts.in_order(_OWN_KEYS)),
        "One file is one program with one cycle.",
    )
