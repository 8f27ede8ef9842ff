"""Make or change a pathway from its file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from growth.pathway.actions import files
from programs.programfile import ProgramFileError

REFUSED, WRONG_ARGUMENTS = 1, 2


class Command(BaseCommand):
    help = (
        "Make or change a pathway from its file (docs/pathway-file.md). Says what was created, "
        "changed, archived and removed. Errors name line and key; then nothing changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the YAML file, or - for standard input")
        parser.add_argument(
            "--division", help="for this division, whatever the file says; empty: for everybody"
        )
        parser.add_argument("--dry-run", action="store_true", help="say it, but change nothing")

    def handle(self, *args, file, division, dry_run, **options):
        text = self._text(file)
        try:
            loaded = files.load(
                text, by=None, at=timezone.now(), division=division, is_dry_run=dry_run
            )
        except ProgramFileError as error:
            raise CommandError("\n".join(error.messages), returncode=REFUSED) from error
        self._say(loaded, dry_run)

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

    def _say(self, loaded: files.Loaded, dry_run: bool) -> None:
        slug = loaded.pathway.slug
        if loaded.tally.changes_nothing:
            self.stdout.write(f"{slug}: nothing to change.")
            return
        self.stdout.write(f"{slug}{' (dry run, nothing saved)' if dry_run else ''}:")
        for what in ("created", "changed", "archived", "removed", "unchanged"):
            for noun, count in loaded.tally.of(what).items():
                self.stdout.write(f"  {what} {count} × {noun}")
