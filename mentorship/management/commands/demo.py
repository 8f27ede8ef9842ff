import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.demo import load
from people.models import User


class Command(BaseCommand):
    help = (
        "Loads an invented organization to look around in: a finished cycle, one that runs and one with an "
        "open call. A second call changes nothing. Prints the accounts to sign in with."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", dest="as_json", help="print as JSON")
        parser.add_argument(
            "--size", type=int, default=64, help="people in the running cycle (default: 64)"
        )

    def handle(self, *, as_json, size, **_options):
        if not 8 <= size <= 2000:
            raise CommandError("--size: from 8 to 2000.", returncode=2)
        if load.exists():
            demo = load.find()
        elif User.objects.filter(email__endswith=f"@{load.DOMAIN}").exists():
            raise CommandError("There are people of the demo, but not its program.")
        else:
            demo = load.load(size=size, at=timezone.now())
        self.stdout.write(json.dumps(_as_json(demo)) if as_json else _as_text(demo))


def _as_json(demo):
    return {
        "address": settings.BASE_URL,
        "accounts": [
            {"role": one.role, "email": one.email, "name": one.name, "password": demo.password}
            for one in demo.accounts
        ],
        "cycles": {
            state: {
                "id": cycle.pk,
                "name": f"{cycle.program.slug}/{cycle.slug}",
                "public": f"{settings.BASE_URL}/programs/{cycle.program.slug}/{cycle.slug}/",
                "organize": f"{settings.BASE_URL}/organize/{cycle.program.slug}/{cycle.slug}/",
            }
            for state, cycle in (
                ("finished", demo.finished),
                ("running", demo.running),
                ("open", demo.open),
            )
        },
    }


def _as_text(demo):
    width = max(len(one.email) for one in demo.accounts)
    lines = [f"Demo accounts, all with the password {demo.password}", ""]
    lines += [f"  {one.email:{width}}  {one.role}" for one in demo.accounts]
    return "\n".join(lines)
