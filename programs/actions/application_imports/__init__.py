"""Applications from elsewhere: a spreadsheet or a form tool, as a CSV file."""
