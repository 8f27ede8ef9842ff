"""A worker that may be killed: carries out the runs named on its input, each in a process of its
own, and says that process's number first and "over" once it is gone.

    python -m tests.pairing.mortal_worker '{"NAME": "test_mentorship", ...}'
"""

import json
import os
import sys

import django


def main(database: dict[str, str]) -> None:
    django.setup()
    from django.db import connection

    from pairing import engine
    from pairing.actions import runs
    from pairing.runs import calculation  # noqa: F401 - loaded once, before the forks

    engine.solve, engine.check  # noqa: B018 - loads numpy and scipy
    connection.settings_dict.update(database)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                runs.carry_out(int(line))
            finally:
                os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("over\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
