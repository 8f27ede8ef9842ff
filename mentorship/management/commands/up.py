"""The whole application by one command."""

import os
import socket
import sys
import time
import urllib.request

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from redis.exceptions import RedisError

from mentorship.demo import load
from mentorship.embedded import places, postgres, services
from mentorship.operations import health, static_files
from mentorship.operations.supervisor import ProcessStoppedError, Supervisor
from people.models import User

READY_WITHIN_SECONDS = 90
SERVERS_ARE_LOOKED_AFTER_EVERY = 5


class Command(BaseCommand):
    help = (
        "Starts everything: the embedded database and broker if none are given, migrations, demo data "
        "into an empty embedded database, web server, worker and beat. Ctrl-C stops all of it."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        demo = parser.add_mutually_exclusive_group()
        demo.add_argument(
            "--demo", action="store_true", default=None, help="load the demo whatever is there"
        )
        demo.add_argument(
            "--no-demo", action="store_false", dest="demo", help="never load the demo"
        )
        parser.add_argument(
            "--check", action="store_true", help="stop with exit 0 once the health page answers"
        )

    def handle(self, *, port, demo, check, **_options):
        self._refuse_taken_port(port)
        address = f"http://localhost:{port}"
        if not settings.DATABASE_URL:  # else BASE_URL is given
            places.note_address("run", address)
        self.environment = {"BASE_URL": address, **os.environ}
        self.supervisor = Supervisor()
        try:
            self._prepare(demo)
            self._start_processes(port)
            self._wait_until_healthy(port)
            if not self.supervisor.is_stopping:
                self._say(f"Ready: http://localhost:{port}   Ctrl-C stops everything.")
            if not check:
                self._watch()
        except ProcessStoppedError as error:
            raise CommandError(f"{error} Everything else is stopped too.") from None
        finally:
            for name in self.supervisor.stop_all():
                self.stderr.write(f"{name} did not stop in time and was killed.")

    def _refuse_taken_port(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error}). Choose another with --port."
                ) from None

    def _prepare(self, demo):
        self._require_servers()
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_if_changed()
        wants_demo = self._wants_demo(demo)
        connection.close()
        if wants_demo:
            self._say("One moment for the demo organization.")
            self._run_to_end("demo")

    def _wants_demo(self, demo):
        """Unless told: into an empty embedded database, and again where it is, for its sign-ins."""
        if demo is None:
            return not settings.DATABASE_URL and (load.exists() or not User.objects.exists())
        return demo

    def _require_servers(self):
        try:
            connection.ensure_connection()
            health.forget()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from None
        except RedisError as error:
            raise CommandError(f"The broker does not answer: {error}") from None

    def _run_to_end(self, command):
        """In a process of its own, which knows the address with the port."""
        self.supervisor.start(
            command, [sys.executable, "manage.py", command], environment=self.environment
        )
        self.supervisor.finish(command)

    def _start_processes(self, port):
        gunicorn = f"-m gunicorn mentorship.wsgi --bind 127.0.0.1:{port} --worker-class gthread --workers 2 --threads 4"
        quiet = "--log-level warning --graceful-timeout 10 --no-control-socket"
        celery = "-m celery --quiet --app mentorship.celery"
        # A worker asked to stop gives its jobs 5 s; what is not done then, the next worker gets.
        self.environment["REMAP_SIGTERM"] = "SIGQUIT"
        self._start(
            "The worker", f"{celery} worker --concurrency 2 --loglevel WARNING --without-mingle"
        )
        self._start("The web server", f"{gunicorn} {quiet}")
        self._start("Beat", f"{celery} beat --loglevel WARNING --pidfile=")

    def _start(self, name, arguments):
        self.supervisor.start(
            name, [sys.executable, *arguments.split()], environment=self.environment
        )

    def _wait_until_healthy(self, port):
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not self.supervisor.is_stopping and not _is_ready(port):
            self.supervisor.require_all()
            if time.monotonic() > end:
                raise CommandError(
                    f"Not ready after {READY_WITHIN_SECONDS} s; {_unhealthy_parts()} did not answer."
                )
            time.sleep(0.2)

    def _watch(self):
        looked = time.monotonic()
        while not self.supervisor.is_stopping:
            self.supervisor.require_all()
            if time.monotonic() - looked > SERVERS_ARE_LOOKED_AFTER_EVERY:
                looked = time.monotonic()
                self._look_after_servers()
            time.sleep(0.3)

    def _look_after_servers(self):
        """Without Postgres nothing works; without Redis everything does, only jobs and mails wait."""
        if not settings.DATABASE_URL and not postgres.is_running("run"):
            raise ProcessStoppedError("The embedded Postgres is gone (logs in var/run).")
        if not os.environ.get("REDIS_URL") and services.bring_redis_back("run"):
            self.stderr.write("The embedded Redis was gone and is started again.")

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def _is_ready(port):
    """The parts first: asking the page too early only fills the log with its refusals."""
    if not all(health.parts().values()):
        return False
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _unhealthy_parts():
    return (
        ", ".join(name for name, is_fine in health.parts().items() if not is_fine)
        or "the web server"
    )
