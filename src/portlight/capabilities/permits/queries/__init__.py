from portlight.capabilities.permits.queries.fees import fees_of
from portlight.capabilities.permits.queries.guide import EndsCard, Onward, Question, WayCard, ends, which

__all__ = ["EndsCard", "Onward", "Question", "WayCard", "ends", "fees_of", "which"]
