"""Sheets of many people, whatever for: columns found, cells read, what is wrong named by row, column and code."""

from portlight.toolkit.rosters.columns import Columns
from portlight.toolkit.rosters.values import ERROR, OK, WARN, Problem, Roster, RowVerdict

__all__ = ["ERROR", "OK", "WARN", "Columns", "Problem", "Roster", "RowVerdict"]
