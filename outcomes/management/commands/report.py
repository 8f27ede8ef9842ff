"""The figures of a cycle, in words or as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outcomes.queries.report.document import as_data
from outcomes.queries.report.live import report_of
from programs.models import Cycle


class Command(BaseCommand):
    help = "Prints the figures of the report page of a cycle. Figures without data are left out."

    def add_arguments(self, parser):
        parser.add_argument("cycle", metavar="PROGRAM/CYCLE", help="for example women/2021")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        data = as_data(report_of(_cycle(options["cycle"]), at=timezone.now()))
        if options["json"]:
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for name, value in data.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {_words(value)}")


def _cycle(address: str) -> Cycle:
    program, _slash, slug = address.partition("/")
    found = Cycle.objects.filter(program__slug=program, slug=slug)
    cycle = found.select_related("program").first()
    if cycle is None:
        raise CommandError(f"There is no cycle {address}. Write it as PROGRAM/CYCLE.")
    return cycle


def _words(value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "; ".join(_words(one) for one in value) or "none"
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
