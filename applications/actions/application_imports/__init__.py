"""Applications from elsewhere: a spreadsheet or a form tool, as a CSV or Excel file."""
