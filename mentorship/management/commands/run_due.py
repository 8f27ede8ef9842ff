import json
from datetime import UTC

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from notifications import due


class Command(BaseCommand):
    help = (
        "Does now everything that is due: reminders, check-ins, surveys opening, calls closing, messages "
        "waiting. Beat does the same every minute. A second call does nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--at", help="as if it were this moment, 2021-07-12T09:00Z (default: now)"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print what was done as JSON"
        )

    def handle(self, *, at, as_json, **_options):
        moment = _moment(at)
        done = due.run_all(moment)
        if as_json:
            self.stdout.write(json.dumps({"at": moment.isoformat(), "done": done}))
            return
        for name, counts in done.items():
            self.stdout.write(
                f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items())
            )
        if not done:
            self.stdout.write(f"Nothing was due at {moment:%Y-%m-%d %H:%M} UTC.")


def _moment(text):
    if text is None:
        return timezone.now()
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--at {text}: not a moment. Example: 2021-07-12T09:00Z.", returncode=2)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
