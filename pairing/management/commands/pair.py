import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pairing.actions import publication, runs
from pairing.models import Run, Why
from pairing.queries.publishing.early import early
from people import refusals
from programs.models import Cycle


class Command(BaseCommand):
    help = (
        "Pairs the eligible people of a cycle as the board does: best pairs under the cycle's rules, locked "
        "pairs kept, with a proof. It writes the draft; nobody is told without --publish."
    )

    def add_arguments(self, parser):
        parser.add_argument("cycle", metavar="PROGRAM/CYCLE", help="the two names in its address")
        parser.add_argument(
            "--objective",
            choices=Cycle.Objective.values,
            default="",
            help="what counts as best (default: as set for the cycle)",
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print the outcome as JSON"
        )

        parser.add_argument(
            "--publish",
            action="store_true",
            help="make the pairs true and tell every applicant; messages wait for ten minutes",
        )

    def handle(self, *, cycle, objective, as_json, publish, **_options):
        found = _cycle(cycle)
        try:
            run = runs.start(found, by=None, at=timezone.now(), objective=objective)
        except ValidationError as error:
            raise CommandError(refusals.words(error)) from None
        runs.carry_out(run.pk)
        run.refresh_from_db()
        if run.state != Run.State.DONE:
            raise CommandError(run.problem or "Another run of this cycle is under way.")
        told = self._publish(found) if publish else 0
        outcome = _outcome(run) | {"told": told}
        if as_json:
            self.stdout.write(json.dumps(outcome))
        else:
            self._say(outcome)

    def _publish(self, found):
        """The option says it on purpose, so an open call, or a pair that has no hour of the week in
        common, is only mentioned."""
        at = timezone.now()
        for line in early(found, at=at).lines:
            self.stderr.write(line)
        try:
            plan = publication.publish(found, by=None, at=at, anyway=True)
        except ValidationError as error:
            raise CommandError(refusals.words(error)) from None
        if plan.hourless:
            self.stderr.write(f"Pairs that no hour of the week suits: {len(plan.hourless)}")
        return plan.people_count

    def _say(self, outcome):
        self.stdout.write(
            f"Run {outcome['run']}: {outcome['pairs']} pairs, {outcome['points']} points, "
            f"lowest {outcome['lowest']}. "
            + ("Proved best possible." if outcome["proved"] else "Without a proof.")
        )
        for reason, count in outcome["unpaired"].items():
            self.stdout.write(f"Without a partner, {Why(reason).label}: {count}")
        self.stdout.write(
            f"Published: {outcome['told']} people are told."
            if outcome["told"]
            else "Nobody has been told."
        )


def _cycle(address):
    program, _slash, slug = address.partition("/")
    found = Cycle.objects.select_related("program").filter(program__slug=program, slug=slug).first()
    if found is None:
        raise CommandError(f"There is no cycle {address}. Example: women-at-work/summer-2027.")
    return found


def _outcome(run):
    reasons: dict[str, int] = {}
    for reason in run.unpaired.values_list("reason", flat=True):
        reasons[reason] = reasons.get(reason, 0) + 1
    return {
        "run": run.number,
        "objective": run.objective,
        "pairs": run.pair_count,
        "points": run.total_score,
        "lowest": run.lowest_score,
        "proved": run.is_proved,
        "input": run.input_hash,
        "mentor_only": len(run.mentor_only),
        "unpaired": dict(sorted(reasons.items())),
    }
