"""The page that checks papers in the reader's own browser: what it carries, and the file to keep."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", CODES)
def test_it_carries_keys_and_words_and_no_script_of_its_own_in_the_page(
    language: str, settings: Any, tmp_path: Path
) -> None:
    settings.PAPERS_KEYS = tmp_path / "papers.json"
    answer = Client().get(f"/{language}/verify/offline/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    found = re.search(r'id="papers-known" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    known = json.loads(found[1])
    assert set(known["words"]) == {language}
    assert len(known["keys"]) == 1
    assert 'href="/verify/portlight-verifier.html" download' in page
    assert "<script>" not in page
