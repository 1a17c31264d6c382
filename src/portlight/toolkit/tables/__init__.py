"""Decision tables: rows of conditions over typed inputs, read from JSON, checked by algebra, decided with a full trace.

The JSON keeps the names of the JDM tables that existing editors write (`inputs`, `outputs`, `rules`, `hitPolicy`). The
first row whose cells all hold decides; the last row has no conditions and leaves the matter to an officer.
"""

from portlight.toolkit.tables.checks import Finding, check
from portlight.toolkit.tables.deciding import Answer, Compiled, Decision, compiled, decide
from portlight.toolkit.tables.reading import read
from portlight.toolkit.tables.trials import Trial, trials
from portlight.toolkit.tables.values import Input, Malformed, Output, Row, Table, WrongFacts

__all__ = [
    "Answer",
    "Compiled",
    "Decision",
    "Finding",
    "Input",
    "Malformed",
    "Output",
    "Row",
    "Table",
    "Trial",
    "WrongFacts",
    "check",
    "compiled",
    "decide",
    "read",
    "trials",
]
