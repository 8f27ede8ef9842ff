import json

from django.core.management.base import BaseCommand

from notifications import queries
from notifications.models import Message


class Command(BaseCommand):
    help = "Lists messages by kind and state. Account mails (codes, resets) are not counted."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", dest="as_json", help="print as JSON")

    def handle(self, *, as_json, **_options):
        rows = queries.counts_by_kind(Message.objects.listed())
        if as_json:
            counts = [{"kind": r.kind, "state": r.status, "count": r.count} for r in rows]
            self.stdout.write(json.dumps(counts))
            return
        for row in rows:
            self.stdout.write(f"{row.count:6} {row.status:10} {row.kind}")
        if not rows:
            self.stdout.write("No messages yet.")
