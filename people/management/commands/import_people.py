from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people import refusals
from people.actions.imports import columns, files, loading
from people.models import PeopleImport

MOST_LISTED = 50


class Command(BaseCommand):
    help = (
        "Imports the people of the organization from a CSV file, in one transaction. People are found again by "
        "personnel number, then by e-mail; the same file again changes nothing. Only mapped columns are stored. "
        f"Fields: {', '.join(columns.FIELDS)}."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            dest="pairs",
            metavar="COLUMN=FIELD",
            help="what a column means; may be given many times. An empty field leaves the column out. "
            "Without it, the names of the columns decide.",
        )
        parser.add_argument(
            "--as-of",
            type=_day,
            metavar="DATE",
            help="the day from which years at the company count back (default: today)",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--on-error",
            choices=PeopleImport.OnError.values,
            default=PeopleImport.OnError.STOP,
            help="stop: import nothing while any row is wrong (default). leave_out: leave wrong rows out",
        )

    def handle(self, *, file, pairs, as_of, dry_run, on_error, **_options):
        at = timezone.now()
        as_of = as_of or timezone.localdate(at)
        try:
            table = files.read_table(_content(file))
            mapping = _mapping(table.columns, pairs)
            self._say_mapping(table, mapping)
            if dry_run:
                plan = loading.examine(table, mapping, as_of=as_of)
            else:
                plan = loading.load(
                    table,
                    mapping,
                    as_of=as_of,
                    on_error=on_error,
                    at=at,
                    by=None,
                    source="command:import_people",
                )
        except loading.StoppedError as error:
            self._say_problems(error.plan)
            raise CommandError(error.messages[0]) from None
        except ValidationError as error:
            raise CommandError(refusals.words(error)) from None
        self._say_result(plan, dry_run)
        if dry_run and plan.errors and on_error == PeopleImport.OnError.STOP:
            raise CommandError("Wrong rows: the import would stop.")

    def _say_mapping(self, table, mapping):
        if table.remark:
            self.stderr.write(table.remark)
        self.stdout.write("".join(f"{field} <- {column}\n" for field, column in mapping.items()))

    def _say_result(self, plan, dry_run):
        self._say_problems(plan)
        counts = ", ".join(f"{count} {name}" for name, count in plan.counts.items())
        if plan.left_out_count:
            counts += f", {plan.left_out_count} left out"
        self.stdout.write(f"{counts}{' (dry run: nothing is saved)' if dry_run else ''}")

    def _say_problems(self, plan):
        for problem in plan.problems[:MOST_LISTED]:
            place = f"line {problem.line}"
            if problem.column:
                place += f", column {problem.column}"
            self.stderr.write(f"{place}: {problem.message}")
        if len(plan.problems) > MOST_LISTED:
            self.stderr.write(f"… and {len(plan.problems) - MOST_LISTED} more")


def _day(text):
    return date.fromisoformat(text)


_day.__name__ = "date (like 2021-06-07)"


def _content(name):
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=2) from None


def _mapping(column_names, pairs):
    mapping = columns.default_mapping(column_names)
    given = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise CommandError(f"--map {pair}: write COLUMN=FIELD.", returncode=2)
        if field:
            given[field] = column
        else:
            mapping = {name: known for name, known in mapping.items() if known != column}
    if {"start_date", "years_at_company"} & given.keys():
        mapping.pop("start_date", None)
        mapping.pop("years_at_company", None)
    return mapping | given
