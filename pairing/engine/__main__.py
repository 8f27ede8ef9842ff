"""The command line: feed the engine your own case, or check somebody else's result."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pairing.engine.measuring.invented import FAMILIES
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import OBJECTIVES, Result
from pairing.engine.values.terms import BadInput

GOOD, REFUSED, BAD_INPUT = 0, 1, 2
MOST_PEOPLE = 200_000


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code (0 good, 1 refused with the reason, 2 bad input)."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BadInput as error:
        sys.stderr.write(f"bad input: {error}\n")
        return BAD_INPUT
    except BrokenPipeError:  # the reader, say `head`, has seen enough
        sys.stdout = None
        return REFUSED


def _solve(options: argparse.Namespace) -> int:
    from pairing.engine.solver import solve  # noqa: PLC0415 - --help and bad input need no scipy

    result = solve(_instance(options.instance), options.objective)
    text = json.dumps(result.to_json(), ensure_ascii=False, indent=1)
    if options.output is None:
        sys.stdout.write(text + "\n")
    else:
        _write(options.output, text + "\n")
    if result.status == "optimal":
        return GOOD
    clash = ", ".join(f"{mentee} with {mentor}" for mentee, mentor in result.clashing_locks)
    sys.stderr.write(f"infeasible: these locks clash: {clash}\n")
    return REFUSED


def _check(options: argparse.Namespace) -> int:
    from pairing.engine.proof.certificate import check  # noqa: PLC0415 - see _solve

    problems = check(_instance(options.instance), _result(options.result))
    for problem in problems:
        sys.stderr.write(problem + "\n")
    if not problems:
        sys.stdout.write("The certificate holds.\n")
    return REFUSED if problems else GOOD


def _why(options: argparse.Namespace) -> int:
    from pairing.engine.proof.certificate import check  # noqa: PLC0415 - see _solve
    from pairing.engine.reasons.answers import why  # noqa: PLC0415 - see _solve
    from pairing.engine.state import State  # noqa: PLC0415 - see _solve

    instance, result = _instance(options.instance), _result(options.result)
    problems = check(instance, result)
    if problems:
        raise BadInput(f"the result does not hold: {problems[0]}")
    if result.status != "optimal":
        raise BadInput("the result is infeasible; there are no pairs to ask about")
    if result.goal in ("max-min", "stable"):
        sys.stdout.write(f"Costs are those of pairs-then-score; the result is {result.goal}.\n")
        state = State.solve(instance)
    else:
        state = State.from_result(instance, result)
    for line in why(state, options.mentee, options.mentor):
        sys.stdout.write(line + "\n")
    return GOOD


def _bench(options: argparse.Namespace) -> int:
    from pairing.engine.measuring.bench import bench  # noqa: PLC0415 - see _solve

    for line in bench(
        options.mentees,
        options.mentors,
        family=options.family,
        short=options.short,
        seed=options.seed,
        repeat=options.repeat,
        compare=options.compare,
    ):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return GOOD


def _instance(path: Path) -> Instance:
    return Instance.from_json(_read(path), path.parent)


def _result(path: Path) -> Result:
    return Result.from_json(_read(path))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as error:
        raise BadInput(f"cannot read {path.name}: {error.strerror}") from None
    except RecursionError:
        raise BadInput(f"{path.name} is nested too deeply") from None
    except ValueError as error:
        raise BadInput(f"{path.name} is not JSON: {error}") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot write {path.name}: {error.strerror}") from None


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_PEOPLE:
        raise argparse.ArgumentTypeError(f"must be 1 to {MOST_PEOPLE}")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pairing.engine", description="Pair mentees with mentors, and prove it."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    solve = commands.add_parser("solve", help="find the best pairing and its proof")
    solve.add_argument("instance", type=Path, metavar="INSTANCE.json")
    solve.add_argument("--objective", choices=OBJECTIVES, default=OBJECTIVES[0])
    solve.add_argument("-o", dest="output", type=Path, metavar="RESULT.json")
    solve.set_defaults(run=_solve)
    check = commands.add_parser("check", help="verify a result without trusting the solver")
    check.add_argument("instance", type=Path, metavar="INSTANCE.json")
    check.add_argument("result", type=Path, metavar="RESULT.json")
    check.set_defaults(run=_check)
    why = commands.add_parser("why", help="why this mentor, why not that one, why none")
    why.add_argument("instance", type=Path, metavar="INSTANCE.json")
    why.add_argument("result", type=Path, metavar="RESULT.json")
    why.add_argument("mentee", metavar="MENTEE")
    why.add_argument("mentor", metavar="MENTOR", nargs="?")
    why.set_defaults(run=_why)
    bench = commands.add_parser("bench", help="invented people or scores, timed up to the proof")
    bench.add_argument("--mentees", type=_count, default=10_000)
    bench.add_argument("--mentors", type=_count, default=6_000)
    bench.add_argument("--family", choices=FAMILIES, default=FAMILIES[0], help="kind of scores")
    bench.add_argument("--short", action="store_true", help="fewer places than mentees")
    bench.add_argument("--seed", type=int, default=1)
    bench.add_argument("--repeat", type=_count, default=5, help="runs, of which the median counts")
    bench.add_argument("--compare", action="store_true", help="beside scipy, OR-tools and greedy")
    bench.set_defaults(run=_bench)
    return parser


if __name__ == "__main__":
    sys.exit(main())
