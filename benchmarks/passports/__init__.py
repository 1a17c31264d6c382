"""Synthetic photographs of travel papers of fictitious people."""
