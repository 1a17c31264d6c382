"""Rules of notices: values in, verdicts out. No table, no clock, no framework (house, §2.3)."""
