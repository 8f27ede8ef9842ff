"""Tables that somebody made elsewhere: `reading` turns the bytes of a file into names of columns and
rows of cells, with `encodings`, `delimited` (CSV), `workbooks` (Excel) and `heads`; `texts`, `days`,
`moments`, `numbers` and `zones` say what the cells of a column mean. Nothing here knows the database.

What has one reading only is read. Where there are several, the person chooses once for the file or
the column; nothing is guessed in silence.
"""
