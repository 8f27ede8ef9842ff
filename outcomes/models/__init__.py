from outcomes.models.frozen import FrozenReport

__all__ = ["FrozenReport"]
