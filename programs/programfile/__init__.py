"""The program file: one YAML file is one program with one cycle. docs/program-file.md documents it."""

from programs.programfile.dumping import dump
from programs.programfile.problems import ProgramFileError
from programs.programfile.reading import names_of
from programs.programfile.saving import Loaded, load

__all__ = ["Loaded", "ProgramFileError", "dump", "load", "names_of"]
