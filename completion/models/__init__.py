from completion.models.farewell import Farewell
from completion.models.record import Record
from completion.models.summary import Summary

__all__ = ["Farewell", "Record", "Summary"]
