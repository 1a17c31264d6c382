from __future__ import annotations

from django import template

from portlight.faces.words import in_words

register = template.Library()
register.filter("in_words", in_words)
