"""The definition of the pathway file. Loading, dumping and docs/pathway-file.md all read it.

Lengths, choices and defaults come from the columns the values are stored in.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from growth.pathway.models import ItemAlternative, ItemKind, Pathway
from growth.pathway.rules.quarters import LAST_YEAR
from programs.programfile.kinds import Number, OneOf, Slug
from programs.programfile.problems import Problems
from programs.programfile.shape import Block, Item, Key, ListOf, column

LeadsTo = ItemAlternative.LeadsTo
MOST_TIMES = 20

PATHWAY = Block(
    "pathway",
    (
        column(Pathway, "slug", "Names the pathway. Loading looks for it."),
        column(Pathway, "name", "What people call it."),
        column(Pathway, "description", "What it is for, in a few sentences."),
        column(
            Pathway,
            "division",
            "The division whose people get it; left out: everybody whose division has none.",
        ),
    ),
    "Whose pathway it is.",
)

ALTERNATIVE = Block(
    "alternative",
    (
        column(ItemAlternative, "title", "What people read."),
        column(ItemAlternative, "text", "A few words beside it."),
        column(ItemAlternative, "division", "Shown only to people of this division."),
        column(
            ItemAlternative,
            "leads_to",
            "`opportunity` leads to its page, `directory` to mentors one can ask, `availability` to "
            "the switch “available as a mentor”. Open calls of programs are listed by themselves.",
        ),
        column(ItemAlternative, "url", "For `link`: the address."),
        column(
            ItemAlternative,
            "slug",
            "For `opportunity`: its short name.",
            kind=Slug(80),
        ),
    ),
    "One way to do it; any of them will do. A bare text is its title.",
    short="title",
)

KIND = Block(
    "kind",
    (
        column(ItemKind, "key", "Names it within the pathway."),
        column(ItemKind, "title", "What is to be done."),
        column(ItemKind, "text", "More about it."),
        column(ItemKind, "url", "Where people find it."),
        column(ItemKind, "audience", "Who it is for; stands beside the title."),
        column(ItemKind, "closed_by", "What closes it by itself. A person may always tick it."),
        column(
            ItemKind,
            "other_division",
            "For `group_conversation`: one of the person’s own division does not count.",
        ),
        column(
            ItemKind,
            "opportunity",
            "For `opportunity`: the short name of the one that closes it.",
            kind=Slug(80),
        ),
        Key("alternatives", "Ways to do it.", ListOf(ALTERNATIVE, 40), list),
    ),
    "Something to do, said once; quarters say when, and how often.",
)

ITEM = Block(
    "item",
    (
        Key("kind", "Key of a kind.", Slug()),
        Key("count", "How many times.", Number(1, MOST_TIMES), 1),
    ),
    "A kind in a quarter; a bare key asks for it once.",
    short="kind",
)

QUARTER = Block(
    "quarter",
    (
        Key("year", "Year since the person’s start date.", Number(1, LAST_YEAR)),
        Key(
            "quarter",
            "Quarter of that year; left out: ideas for that year and later, in no order.",
            Number(1, 4),
            None,
        ),
        Key("items", "What is to be done in it.", ListOf(ITEM, 40)),
    ),
    "Three months, counted from the month the person started in.",
)

FILE = Block(
    "file",
    (
        Key("version", "Version of this format.", OneOf(("1",)), "1"),
        Key("pathway", "Whose pathway it is.", PATHWAY),
        Key("kinds", "What there is to do.", ListOf(KIND, 200)),
        Key("quarters", "When it is to be done.", ListOf(QUARTER, 200)),
    ),
    "One file is one pathway.",
)

Complain = Callable[[str, str], None]


def check(file: Item) -> None:
    """What one value alone cannot tell. ProgramFileError names everything, by line and key."""
    problems = Problems()
    keys = _unique(file["kinds"], lambda kind: kind["key"], "kinds", "key", problems)
    used = set()
    for place, kind in enumerate(file["kinds"], start=1):
        check_kind(kind, _at(problems, kind, f"kinds[{place}]"))
        for number, way in enumerate(kind["alternatives"], start=1):
            check_alternative(way, _at(problems, way, f"kinds[{place}].alternatives[{number}]"))
    _unique(
        file["quarters"], lambda one: (one["year"], one["quarter"]), "quarters", "year", problems
    )
    for place, quarter in enumerate(file["quarters"], start=1):
        path = f"quarters[{place}].items"
        used |= _unique(quarter["items"], lambda item: item["kind"], path, "kind", problems)
        for number, item in enumerate(quarter["items"], start=1):
            if item["kind"] not in keys:
                text = _("No kind has the key “%s”.") % item["kind"]
                problems.add(item.line_of("kind"), f"{path}[{number}].kind", text)
    for place, kind in enumerate(file["kinds"], start=1):
        if kind["key"] not in used:
            text = _("This kind is in no quarter, so nobody would see it.")
            problems.add(kind.line, f"kinds[{place}]", text)
    problems.stop_if_any()


def check_kind(kind: Item | dict, complain: Complain) -> None:
    """What closes it needs to be said whole."""
    closed_by = kind["closed_by"]
    if closed_by == ItemKind.ClosedBy.OPPORTUNITY and not kind["opportunity"]:
        complain("opportunity", _("Name the opportunity that closes it."))
    if closed_by != ItemKind.ClosedBy.OPPORTUNITY and kind["opportunity"]:
        complain("opportunity", _("Only what an opportunity closes names one."))
    if kind["other_division"] and closed_by != ItemKind.ClosedBy.GROUP_CONVERSATION:
        complain("other_division", _("Only a group conversation is of a division."))


def check_alternative(way: Item | dict, complain: Complain) -> None:
    """Each needs what it leads to, and nothing else."""
    names_one = way["leads_to"] == LeadsTo.OPPORTUNITY
    if names_one and not way["slug"]:
        complain("slug", _("Give the short name of what it leads to."))
    if not names_one and way["slug"]:
        complain("slug", _("Only an opportunity has a short name."))
    if way["url"] and way["leads_to"] != LeadsTo.LINK:
        complain("url", _("Only a link has an address."))


def _at(problems: Problems, item: Item, path: str) -> Complain:
    def complain(key: str, text: str) -> None:
        problems.add(item.line_of(key), f"{path}.{key}", text)

    return complain


def _unique(found: list[Item], name_of: Callable, path: str, key: str, problems: Problems) -> set:
    """Complain of what comes twice; gives what there is."""
    seen = set()
    for place, item in enumerate(found, start=1):
        name = name_of(item)
        if name in seen:
            problems.add(item.line_of(key), f"{path}[{place}].{key}", _("This appears twice."))
        seen.add(name)
    return seen
