"""How names are put in order."""

import unicodedata


def sort_key(name: str) -> str:
    """The key names sort by: without marks, casefolded, one space between words.

    Order must not depend on the database's collation, so it is stored beside the name.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())
