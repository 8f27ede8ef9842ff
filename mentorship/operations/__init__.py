"""What keeps it running: health, checks, reports of errors, processes, tidying up."""
