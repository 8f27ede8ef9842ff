from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from applications.actions.application_imports import columns, loading
from people.management import reading
from people.tables import zones
from people.tables.reading import read_table
from programs.models import Cycle
from programs.queries.calls import roles_applied_for

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
        parser.add_argument(
            "--zone", default="", help="of times without a zone (default: the cycle's)"
        )
        reading.add_arguments(parser)

    def handle(self, *, cycle, file, role, pairs, dry_run, on_error, zone, **options):
        found = _cycle(cycle)
        chosen = _role(found, role)
        questions = columns.questions_of(found)
        try:
            choices = reading.chosen(options, zone=zones.zone(zone))
            content = reading.content_of(file)
            table = read_table(content, choices, knows=columns.knows(questions))
            mapping = _mapping(table, questions, pairs)
            outcome = loading.load(
                found,
                table,
                mapping,
                reading.chosen(options, table, zone=choices.zone),
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
            raise CommandError(reading.refusal_of(error)) from None
        self._say(table, mapping, outcome, dry_run)
        if dry_run and outcome.left_out and on_error == "stop":
            raise CommandError("Wrong rows: the import would stop.")

    def _say(self, table, mapping, outcome, dry_run):
        for remark in table.remarks:
            self.stderr.write(remark)
        if outcome.read.without_zone:
            example, zone = outcome.read.without_zone, outcome.read.zone
            self.stderr.write(f"Times without a zone ({example}) were read as times of {zone}.")
        for name, column in mapping.items():
            self.stdout.write(f"{name} <- {column}")
        self._say_problems(outcome)
        counts = (
            f"{outcome.new} new, {outcome.unchanged} unchanged, {outcome.invited} people invited"
        )
        if outcome.older:
            counts += f", {outcome.older} older answers of the same people"
        if outcome.left_out:
            counts += f", {outcome.left_out} left out"
        self.stdout.write(counts + (" (dry run: nothing is saved)" if dry_run else ""))

    def _say_problems(self, outcome):
        for problem in outcome.problems[:MOST_LISTED]:
            place = f"line {problem.line}"
            if problem.column:
                place += f", column {problem.column}"
            self.stderr.write(f"{place}: {problem.message}")
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
    role = roles_applied_for(cycle).filter(slug=slug).first()
    if role is None:
        known = ", ".join(roles_applied_for(cycle).values_list("slug", flat=True))
        raise CommandError(f"--role {slug}: no such role. There are: {known}.", returncode=2)
    return role


def _mapping(table, questions, pairs):
    names = [column for column in table.columns if column not in table.repeated]
    mapping = columns.default_mapping(names, questions)
    for pair in pairs:
        column, equals, name = pair.rpartition("=")
        if not equals or not column:
            raise CommandError(f"--map {pair}: write COLUMN=FIELD.", returncode=2)
        mapping = {known: taken for known, taken in mapping.items() if taken != column}
        if name:
            mapping[name] = column
    return mapping
