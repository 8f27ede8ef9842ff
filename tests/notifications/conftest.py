from copy import deepcopy
from pathlib import Path

import pytest

from notifications import kinds


@pytest.fixture
def tea(settings):
    """A kind of message whose words are beside these tests; a context without partner is broken."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    kinds.register(
        "tea",
        app="tests",
        label="Tea time",
        make_context=lambda message: {"partner": message.context["partner"]},
    )
    yield "tea"
    kinds.forget("tea")
