from outcomes.models.frozen import FrozenReport
from outcomes.models.need import Need
from outcomes.models.share import ReportShare

__all__ = ["FrozenReport", "Need", "ReportShare"]
