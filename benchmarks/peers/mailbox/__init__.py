"""The ledger of the Celery peer: one row per mail, waiting or sent."""
