from directory.models.availability import Availability
from directory.models.registration import PairRegistration
from directory.models.request import MentoringRequest, RequestEntry
from directory.models.seeking import Mark, Seeking
from directory.models.setup import DirectorySetup

__all__ = [
    "Availability",
    "DirectorySetup",
    "Mark",
    "MentoringRequest",
    "PairRegistration",
    "RequestEntry",
    "Seeking",
]
