from events.models.event import Attendance, Event, Place, Slot
from events.models.learning import Resource, Training, TrainingDone

__all__ = [
    "Attendance",
    "Event",
    "Place",
    "Resource",
    "Slot",
    "Training",
    "TrainingDone",
]
