"""Arguments of commands that read a file of people or applications."""

from pathlib import Path

from django.core.management.base import CommandError

from people import refusals
from people.actions.imports.life import OpenError
from people.tables import days, encodings
from people.tables.records import Choices

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


def add_arguments(parser):
    """How to read a file that does not say it by itself; the same for every import."""
    parser.add_argument(
        "--encoding",
        choices=sorted(encodings.LABELS),
        default="",
        metavar="NAME",
        help=f"when the file is not in Unicode: {', '.join(encodings.LABELS)}",
    )
    parser.add_argument(
        "--delimiter", choices=sorted(DELIMITERS), help="between the cells of a row"
    )
    parser.add_argument("--sheet", default="", help="of an Excel file with several")
    parser.add_argument(
        "--head-line",
        type=int,
        default=0,
        metavar="LINE",
        help="the line with the names of the columns",
    )
    parser.add_argument(
        "--skip-hidden", action="store_true", help="leave out rows that an Excel sheet hides"
    )
    parser.add_argument(
        "--dates",
        choices=days.ORDERS,
        default="",
        help="whether 6/7/2021 begins with the day or the month",
    )


def chosen(options, table=None, **more):
    """What the arguments say about reading; with a table, also about its columns."""
    return Choices(
        encoding=options["encoding"],
        delimiter=DELIMITERS.get(options["delimiter"], ""),
        sheet=options["sheet"],
        head_line=options["head_line"],
        skips_hidden=options["skip_hidden"],
        orders=dict.fromkeys(table.columns, options["dates"]) if table else {},
        **more,
    )


def refusal_of(error):
    """The refusal, with what to write on the command line where a choice is missing."""
    if isinstance(error, encodings.UnclearError):
        likely = [option for option in error.options if option.is_likely] or error.options
        lines = [f"--encoding {one.encoding}: {', '.join(one.words)}" for one in likely[:8]]
        return "\n".join([refusals.words(error), *lines])
    if isinstance(error, OpenError):
        return f"{refusals.words(error)} (--dates day, --dates month; --zone for times)"
    return refusals.words(error)


def content_of(name):
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {getattr(error, 'strerror', error)}.", returncode=2) from None
