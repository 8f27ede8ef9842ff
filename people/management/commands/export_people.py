import shutil
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people import queries
from people.actions import audit
from people.tables import spreadsheets


class Command(BaseCommand):
    help = (
        "Writes everybody active, in the columns that import_people reads; imported again, the file changes nothing. "
        f"Columns: {', '.join(queries.EXPORTED)}."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--format", choices=[spreadsheets.CSV, spreadsheets.XLSX], default=spreadsheets.CSV
        )
        parser.add_argument("--output", metavar="FILE", help="default: standard output")

    def handle(self, *, format, output, **options):
        with spreadsheets.whole_file(queries.EXPORTED, queries.exported(), format) as file:
            audit.note("people_exported", "people", by=None, at=timezone.now())
            if not output:
                shutil.copyfileobj(file, sys.stdout.buffer)
                return
            try:
                with Path(output).open("wb") as saved:
                    shutil.copyfileobj(file, saved)
            except OSError as error:
                raise CommandError(f"{output}: {error.strerror}.", returncode=2) from None
