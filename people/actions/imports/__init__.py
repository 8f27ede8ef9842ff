"""People of the organization from a CSV file: `files` reads it, `columns` says what its columns mean,
`rows` checks the values, `plans` compares with the people there are, `saving` writes, `loading` does
all that in one transaction, `stored` keeps an uploaded file."""
