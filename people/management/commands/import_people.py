from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions.imports import columns, loading
from people.management import reading
from people.models import PeopleImport
from people.tables.reading import read_table

MOST_LISTED = 50


class Command(BaseCommand):
    help = (
        "Imports the people of the organization from a CSV or Excel file, in one transaction. People are found again "
        "by personnel number, then by e-mail; the same file again changes nothing. Only mapped columns are stored. "
        "Whoever gets another address is told at the old one. "
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
        parser.add_argument(
            "--blank",
            choices=["keep", "clear"],
            default="keep",
            help="what a blank cell does to what is stored (default: keep it)",
        )
        reading.add_arguments(parser)

    def handle(self, *, file, pairs, as_of, dry_run, on_error, blank, **options):
        at = timezone.now()
        as_of = as_of or timezone.localdate(at)
        try:
            table = read_table(
                reading.content_of(file), reading.chosen(options), knows=columns.is_known
            )
            mapping = _mapping(table, pairs)
            choices = reading.chosen(options, table, clears_blanks=blank == "clear")
            self._say_mapping(table, mapping)
            if dry_run:
                plan = loading.examine(table, mapping, choices, as_of=as_of)
            else:
                plan = loading.load(
                    table,
                    mapping,
                    choices,
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
            raise CommandError(reading.refusal_of(error)) from None
        self._say_result(plan, dry_run)
        if dry_run and plan.errors and on_error == PeopleImport.OnError.STOP:
            raise CommandError("Wrong rows: the import would stop.")

    def _say_mapping(self, table, mapping):
        for remark in table.remarks:
            self.stderr.write(remark)
        self.stdout.write("".join(f"{field} <- {column}\n" for field, column in mapping.items()))

    def _say_result(self, plan, dry_run):
        self._say_problems(plan)
        for entry in plan.changed[:MOST_LISTED]:
            self.stdout.write(f"line {entry.row.line}, {entry.person.name}: {_changes(entry)}")
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


def _changes(entry):
    return "; ".join(f"{c.field}: {c.before or '–'} -> {c.after or '–'}" for c in entry.changes)


def _mapping(table, pairs):
    mapping = columns.default_mapping(table)
    given = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise CommandError(f"--map {pair}: write COLUMN=FIELD.", returncode=2)
        if field:
            given[field] = column
        else:
            mapping = {name: known for name, known in mapping.items() if known != column}
    for names in ({"start_date", "years_at_company"}, {"name", "first_name", "last_name"}):
        if names & given.keys():
            mapping = {field: column for field, column in mapping.items() if field not in names}
    return mapping | given
