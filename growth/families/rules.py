"""Which text of a list is which: so that people's words stay with the criterion they wrote about."""

from collections.abc import Sequence


def match_texts(known: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """For each new text the place of the known one it continues, or None for a new one.

    The same words are the same criterion wherever they stand now. What is left over on both sides
    is taken in order for a change of words.
    """
    left = list(range(len(known)))
    places: list[int | None] = []
    for text in texts:
        same = next((place for place in left if known[place] == text), None)
        if same is not None:
            left.remove(same)
        places.append(same)
    return [left.pop(0) if place is None and left else place for place in places]
