"""Everything a person sees about herself, gathered from the rooms that keep it. Reads; writes nothing but the note of a
reading where something sealed is opened."""

from portlight.journeys.my_page.queries.cases import CaseLine, KeptLine, SharedCase, case_of, cases_of, kept_of, shared
from portlight.journeys.my_page.queries.clocks import ClockLine, clocks_of
from portlight.journeys.my_page.queries.papers import PaperLine, paper_of, papers_of
from portlight.journeys.my_page.queries.readings import ReadingLine, readings_of

__all__ = [
    "CaseLine", "ClockLine", "KeptLine", "PaperLine", "ReadingLine", "SharedCase", "case_of", "cases_of", "clocks_of",
    "kept_of", "paper_of", "papers_of", "readings_of", "shared",
]  # fmt: skip
