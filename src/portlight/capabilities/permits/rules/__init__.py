"""Stays, terms, limits, matters, agents and fees: facts in, values out."""
