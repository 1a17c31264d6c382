"""What an office had declared before: its rows get what they are told apart by, and what was disputed stands."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.tests.given import AT, DECLARED, declare, put_in_places, with_
from tests.cast import Cast

pytestmark = pytest.mark.django_db
step = importlib.import_module("portlight.capabilities.lodging.migrations.0004_contradictions")


def test_rows_of_before_are_found_again_and_what_was_disputed_is_compared(cast: Cast) -> None:
    put_in_places()
    hers = declare(DECLARED, cast.anna)
    guessed = declare(with_(holder={"surname": "EVIL"}, declared_for="guest"), cast.dora)
    alone = declare(with_(lodging={"room": "another"}), cast.dora, at=AT + timedelta(minutes=1))
    known = dict(Declaration.objects.values_list("pk", "same_index"))
    Declaration.objects.update(same_index="", contradicted=False)
    Declaration.objects.filter(pk=guessed.case).update(state="disputed")  # as it stood then
    step.told_apart(apps, connection.schema_editor())
    assert dict(Declaration.objects.values_list("pk", "same_index")) == known
    assert {one.case.number for one in queries.contradicting().rows} == {hers.number, guessed.number}
    assert Declaration.objects.get(pk=guessed.case).state == "current"
    assert not Declaration.objects.get(pk=alone.case).contradicted
    assert declare(DECLARED, cast.anna).number == hers.number
