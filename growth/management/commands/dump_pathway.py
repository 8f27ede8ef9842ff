"""Write the file of a pathway."""

from django.core.management.base import BaseCommand, CommandError

from growth.pathway.actions import files
from growth.pathway.models import Pathway


class Command(BaseCommand):
    help = "Write the file of a pathway (docs/pathway-file.md). Loading it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="short name of the pathway: individual-contributors")

    def handle(self, *args, slug, **options):
        pathway = Pathway.objects.filter(slug=slug.replace("\0", "")).first()
        if pathway is None:
            known = ", ".join(Pathway.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no pathway {slug!r}. Known: {known}.", returncode=1)
        self.stdout.write(files.dump(pathway), ending="")
