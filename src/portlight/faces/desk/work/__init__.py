"""The officers' day: worklists across kinds, the page around a case, minutes, and the supervisor's board."""
