"""Portlight keeps a city's exit-entry office open to foreigners through an emergency."""

__version__ = "0.1.0"  # the same as in pyproject.toml
