#!/usr/bin/env python
"""Django's command line, with the embedded servers running where a command needs them."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, execute_from_command_line
from django.db import connection

from mentorship.embedded.places import EmbeddedError
from mentorship.embedded.services import services

NEED_NO_SERVERS = {"help", "version", "--version", "check", "collectstatic", "diffsettings", "urls"}
MAKE_TABLES_THEMSELVES = {"up", "migrate", "makemigrations", "sqlmigrate", "showmigrations"}
ASK_FOR_HELP = {"-h", "--help"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "up":
        os.environ.pop("DEBUG", None)  # what `up` starts may be reached by others
    needs_servers = command not in NEED_NO_SERVERS and not ASK_FOR_HELP & set(sys.argv)
    is_embedded = needs_servers and not os.environ.get("DATABASE_URL")
    try:
        with services(
            "run",
            with_postgres=is_embedded,
            with_redis=needs_servers and not os.environ.get("REDIS_URL"),
        ):
            if is_embedded and command not in MAKE_TABLES_THEMSELVES:
                make_tables_once()
            execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def make_tables_once() -> None:
    """A new embedded database is ready for any command, not only after the first `up`."""
    django.setup()
    if not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
