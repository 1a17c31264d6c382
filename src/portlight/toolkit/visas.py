"""The letters of ordinary visas (普通签证), as they are printed: Regulations on Administration of Entry and Exit of
Foreigners (2013), article 6. Diplomatic, courtesy and service visas have none here: they are the foreign ministry's."""

from __future__ import annotations

VISAS = ("C", "D", "F", "G", "J1", "J2", "L", "M", "Q1", "Q2", "R", "S1", "S2", "X1", "X2", "Z")
