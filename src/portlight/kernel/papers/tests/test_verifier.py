"""The page without a network, and the list it may be given: whole, signed, and only as new as it says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portlight.kernel.papers import checking, commands, keyring, queries, verifier
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.tests.make import AT, BY, issue
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db


def test_it_is_one_file_that_may_load_nothing() -> None:
    page = verifier.single_file(at=AT)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(script), len(style)) == (1, 1)
    for text in (*script, *style):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in page
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"""(?:src|href)=|https?:|url\(|@import|fetch\(|XMLHttp""", page)


def test_it_speaks_all_nine_languages_and_knows_the_keys_but_no_secret() -> None:
    commands.make_key(by=BY, at=AT)
    page = verifier.single_file(at=AT)
    known = json.loads(re.search(r'id="papers-known" type="application/json">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert set(known["words"]) == set(CODES)
    assert known["keys"] == keyring.as_list(keyring.public())
    assert f"{json.loads(keyring.place().read_text())['keys'][0]['secret']}" not in page


def test_the_list_holds_what_was_withdrawn_and_would_still_be_valid() -> None:
    marks = []
    for number in (issue().number, issue(valid_until=AT + timedelta(hours=1)).number, issue().number):
        marks.append(IssuedPaper.objects.get(number=number).mark)
        if len(marks) < 3:
            commands.revoke(number, ground="issued in error", by=BY, at=AT)
    later = AT + timedelta(days=3)
    found, made = checking.withdrawn(queries.withdrawn_list(at=later), keyring.public())
    assert (found, made) == ({marks[0]}, later)
    assert queries.withdrawn_marks(at=AT) == {marks[0], marks[1]}


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"protected": "e30"}'])
def test_a_list_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        checking.withdrawn(text, keyring.public())


def test_one_changed_character_makes_a_list_nobodys() -> None:
    text = queries.withdrawn_list(at=AT)
    for part in ("protected", "payload", "signature"):
        said = json.loads(text)
        place = len(said[part]) // 2
        said[part] = said[part][:place] + ("A" if said[part][place] != "A" else "B") + said[part][place + 1 :]
        with pytest.raises(ValueError):
            checking.withdrawn(json.dumps(said), keyring.public())


def test_page_and_list_are_published_when_something_is_new(settings: Any) -> None:
    folder: Path = settings.PUBLIC
    number = issue().number
    assert verifier.publish(AT) == 2
    assert verifier.publish(AT + timedelta(minutes=1)) == 0
    commands.revoke(number, ground="issued in error", by=BY, at=AT + timedelta(minutes=1))
    assert verifier.publish(AT + timedelta(minutes=2)) == 2
    text = (folder / verifier.WITHDRAWN).read_text()
    assert checking.withdrawn(text, keyring.public())[0] == {IssuedPaper.objects.get(number=number).mark}
    assert verifier.publish(AT + timedelta(hours=2)) == 2
    commands.make_key(by=BY, at=AT + timedelta(hours=2))
    assert verifier.publish(AT + timedelta(hours=2, minutes=1)) == 2  # a key the page does not know yet
    assert {one.name for one in (folder / "verify").iterdir()} == {"portlight-verifier.html", "revoked.json"}
