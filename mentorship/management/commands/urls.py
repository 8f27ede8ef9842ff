import json

from django.core.management.base import BaseCommand

from mentorship.addresses import all_addresses


class Command(BaseCommand):
    help = "Prints every address with who may open it, as the code decides it."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", dest="as_json", help="print as JSON")

    def handle(self, *, as_json, **_options):
        rows = [
            {"address": found.route, "name": found.name, "opens_to": found.opens_to}
            for found in all_addresses()
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, indent=1))
            return
        width = max(len(row["address"]) for row in rows)
        for row in rows:
            self.stdout.write(f"{row['address']:{width}}  {row['opens_to']}")
