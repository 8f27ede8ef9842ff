"""Create or update a program with a cycle from a program file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import User
from programs.programfile import ProgramFileError, load, names_of

REFUSED, WRONG_ARGUMENTS = 1, 2


class Command(BaseCommand):
    help = (
        "Create or update a program with a cycle from a program file (docs/program-file.md). "
        "Says what was created, changed and removed. Errors name line and key; then nothing changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the YAML file, or - for standard input")
        parser.add_argument("--owner", help="e-mail of the person who becomes an organizer")
        parser.add_argument(
            "--set",
            action="append",
            metavar="NAME=ANSWER",
            help="your own name for something the file asks for under “names”; one for each",
        )
        parser.add_argument("--dry-run", action="store_true", help="say it, but change nothing")

    def handle(self, *args, file, owner, dry_run, **options):
        names = self._names(options["set"])
        text = self._text(file)
        person = self._person(owner)
        try:
            loaded = load(text, names=names, owner=person, at=timezone.now(), is_dry_run=dry_run)
            if names is None:
                self._say_names(names_of(text))
        except ProgramFileError as error:
            raise CommandError("\n".join(error.messages), returncode=REFUSED) from error
        for doubt in loaded.doubts:
            self.stderr.write(doubt)
        self._say(loaded, dry_run)

    def _names(self, pairs: list[str] | None) -> dict[str, str] | None:
        """None when no name is given: then the file's own stay."""
        if pairs is None:
            return None
        names = {}
        for pair in pairs:
            name, equals, answer = pair.partition("=")
            if not equals or not name.strip():
                raise CommandError(f"--set {pair}: write NAME=ANSWER.", returncode=WRONG_ARGUMENTS)
            names[name.strip()] = answer
        return names

    def _say_names(self, asked) -> None:
        """Whose names are in the texts now, and how to give one's own."""
        if not asked:
            return
        self.stdout.write("The names in the texts are those of the file. Your own, with --set:")
        for item in asked:
            self.stdout.write(f"  {item['key']}={item['value']}  ({item['question']})")

    def _text(self, file: str) -> str:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"{file}: {reason}", returncode=WRONG_ARGUMENTS) from error
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise CommandError(f"Line {line}: this is not UTF-8.", returncode=REFUSED) from error

    def _person(self, owner: str | None) -> User | None:
        if not owner:
            return None
        person = User.objects.by_email(owner).first() if "\0" not in owner else None
        if person is None:
            raise CommandError(f"Nobody has the address {owner!r}.", returncode=REFUSED)
        return person

    def _say(self, loaded, dry_run: bool) -> None:
        cycle = loaded.cycle
        address = f"{cycle.program.slug}/{cycle.slug}"
        if loaded.tally.changes_nothing:
            self.stdout.write(f"{address}: nothing to change.")
            return
        self.stdout.write(f"{address}{' (dry run, nothing saved)' if dry_run else ''}:")
        for what in ("created", "changed", "archived", "removed", "unchanged"):
            for noun, count in loaded.tally.of(what).items():
                self.stdout.write(f"  {what} {count} × {noun}")
