from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from applications.actions.application_imports import columns, loading
from people import refusals
from people.actions.imports.files import read_table
from programs.models import Cycle

MOST_LISTED = 50


class Command(BaseCommand):
    help = (
        "Takes over applications from elsewhere (a spreadsheet, a form tool) from a CSV file, in one transaction. "
        "Columns are found by the text or the key of a question, or by --map. People are found by e-mail; unknown "
        f"ones get an account and a mail. The same file again changes nothing. Fields: {', '.join(columns.FIELDS)}, "
        "and q:KEY for the answer to a question."
    )

    def add_arguments(self, parser):
        parser.add_argument("cycle", metavar="PROGRAM/CYCLE")
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--role", help="everybody in the file applies in this role")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            dest="pairs",
            metavar="COLUMN=FIELD",
            help="what a column means; may be given many times. An empty field leaves the column out",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--on-error",
            choices=["stop", "leave_out"],
            default="stop",
            help="stop: import nothing while any row is wrong (default). leave_out: leave wrong rows out",
        )

    def handle(self, *, cycle, file, role, pairs, dry_run, on_error, **_options):
        found = _cycle(cycle)
        chosen = _role(found, role)
        try:
            table = read_table(_content(file))
            mapping = _mapping(table.columns, columns.questions_of(found), pairs)
            outcome = loading.load(
                found,
                table,
                mapping,
                at=timezone.now(),
                by=None,
                role=chosen,
                leave_out=on_error == "leave_out",
                is_dry_run=dry_run,
            )
        except loading.StoppedError as error:
            self._say_problems(error.outcome)
            raise CommandError(error.messages[0]) from None
        except ValidationError as error:
            raise CommandError(refusals.words(error)) from None
        self._say(table, mapping, outcome, dry_run)
        if dry_run and outcome.problems and on_error == "stop":
            raise CommandError("Wrong rows: the import would stop.")

    def _say(self, table, mapping, outcome, dry_run):
        if table.remark:
            self.stderr.write(table.remark)
        for name, column in mapping.items():
            self.stdout.write(f"{name} <- {column}")
        self._say_problems(outcome)
        counts = (
            f"{outcome.new} new, {outcome.unchanged} unchanged, {outcome.invited} people invited"
        )
        if outcome.left_out:
            counts += f", {outcome.left_out} left out"
        self.stdout.write(counts + (" (dry run: nothing is saved)" if dry_run else ""))

    def _say_problems(self, outcome):
        for problem in outcome.problems[:MOST_LISTED]:
            self.stderr.write(str(problem))
        if len(outcome.problems) > MOST_LISTED:
            self.stderr.write(f"… and {len(outcome.problems) - MOST_LISTED} more")


def _cycle(name):
    program, _slash, cycle = name.partition("/")
    found = Cycle.objects.select_related("program").filter(program__slug=program, slug=cycle)
    if not found:
        raise CommandError(f"{name}: there is no such cycle. Write PROGRAM/CYCLE.")
    return found[0]


def _role(cycle, slug):
    if slug is None:
        return None
    role = cycle.roles.exclude(side="staff").filter(slug=slug).first()
    if role is None:
        known = ", ".join(cycle.roles.exclude(side="staff").values_list("slug", flat=True))
        raise CommandError(f"--role {slug}: no such role. There are: {known}.", returncode=2)
    return role


def _content(name):
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {getattr(error, 'strerror', error)}.", returncode=2) from None


def _mapping(names, questions, pairs):
    mapping = columns.default_mapping(names, questions)
    for pair in pairs:
        column, equals, name = pair.rpartition("=")
        if not equals or not column:
            raise CommandError(f"--map {pair}: write COLUMN=FIELD.", returncode=2)
        mapping = {known: taken for known, taken in mapping.items() if taken != column}
        if name:
            mapping[name] = column
    return mapping
