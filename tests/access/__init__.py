"""Who may open what, as plain tables: one module `table_<app>.py` per app, one row per address.

A table is a dict TABLE from the name of an address to its Row. To add a page, add a row:

    "programs:status": Row(get=OWNER, path={"pk": "application"}),                 # a page
    "programs:settings": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),                # a form
    "pairing:publish": Row(post=ORGANIZERS_WRITE),                                  # only writes

The test in `tests/test_access.py` walks every address as every person of the cast, by GET and POST.
"""
