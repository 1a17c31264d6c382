"""A table as django-import-export fills one, for the bench of rosters."""
