"""Write the program file of a cycle."""

from django.core.management.base import BaseCommand, CommandError

from programs.models import Cycle
from programs.programfile import dump


class Command(BaseCommand):
    help = (
        "Write the program file of a cycle; without CYCLE the latest. Loading it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("program", metavar="SLUG[/CYCLE]", help="women-at-gitlab/2021")

    def handle(self, *args, program, **options):
        slug, _slash, cycle_slug = program.partition("/")
        cycles = Cycle.objects.filter(program__slug=slug.replace("\0", ""))
        if cycle_slug:
            cycles = cycles.filter(slug=cycle_slug.replace("\0", ""))
        cycle = cycles.select_related("program", "previous").order_by("-starts_on", "-pk").first()
        if cycle is None:
            raise CommandError(f"There is no cycle {program!r}.", returncode=1)
        self.stdout.write(dump(cycle), ending="")
