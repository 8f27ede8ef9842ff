#!/usr/bin/env python
"""Django's command line, with the embedded servers running where a command needs them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from mentorship.embedded.places import EmbeddedError
from mentorship.embedded.services import services

NEED_NO_SERVERS = {
    "help",
    "--help",
    "-h",
    "version",
    "--version",
    "check",
    "collectstatic",
    "diffsettings",
    "urls",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    if sys.argv[1:2] == ["up"]:
        os.environ.pop("DEBUG", None)  # what `up` starts may be reached by others
    needs_servers = len(sys.argv) > 1 and not NEED_NO_SERVERS & {sys.argv[1], *(sys.argv[2:3])}
    try:
        with services(
            "run",
            with_postgres=needs_servers and not os.environ.get("DATABASE_URL"),
            with_redis=needs_servers and not os.environ.get("REDIS_URL"),
        ):
            execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
