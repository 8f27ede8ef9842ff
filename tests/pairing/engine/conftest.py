"""Hypothesis profiles: fixed examples by default and in CI, many more when asked for."""

import os

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=80, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile(
    "thorough", deadline=None, max_examples=5_000, suppress_health_check=SLOW_IS_FINE
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
