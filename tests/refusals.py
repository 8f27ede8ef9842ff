"""What actions refuse."""

import pytest
from django.core.exceptions import ValidationError


def refused(action, *args, **kwargs):
    """The code of the refusal; it is an error to be let through."""
    with pytest.raises(ValidationError) as error:
        action(*args, **kwargs)
    return error.value.code
