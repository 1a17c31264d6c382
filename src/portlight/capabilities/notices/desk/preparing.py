"""Prepared notices: sign them in quiet times, fill them in a minute."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from portlight.capabilities.notices import commands, forms, queries, words
from portlight.capabilities.notices.desk.writing import ROOM, perms_of
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.languages import active


@screen(ROOM, may="notices.read")
def prepared(request: HttpRequest) -> dict[str, Any]:
    return {
        "sheets": queries.prepared_list(language=active().code),
        "once": forms.Once(),
        "perms_notices": perms_of(request),
    }


@screen(ROOM, may="notices.write", methods=("GET", "POST"), path="prepared/<slug:key>/fill/")
def fill(request: HttpRequest, key: str) -> dict[str, Any] | HttpResponseBase:
    sheet = queries.prepared(key, language=active().code)
    form = form_for(request, forms.Fill, slots=sheet.slots)
    if form.is_valid():
        with refusals_to(form):
            number = commands.fill(
                key=key,
                values=form.values(),
                request_id=form.cleaned_data["request_id"],
                by=actor_of(request),
                at=now(),
            )
            return redirect(f"/desk/notices/{number}/audience/")
    return {
        "form": form,
        "sheet": sheet,
        "name": words.PREPARED.get(key, key),
        "slots": [form[f"slot_{s}"] for s in sheet.slots],
    }


@screen(ROOM, may="notices.sign", methods=("POST",), path="prepared/<slug:key>/sign/")
def sign_prepared(request: HttpRequest, key: str) -> HttpResponseBase:
    form = forms.Once(request.POST)
    form.full_clean()
    sheet = queries.prepared(key, language=active().code)
    commands.sign_prepared(
        key=key,
        languages=sheet.unsigned,
        request_id=form.cleaned_data.get("request_id"),
        by=actor_of(request),
        at=now(),
    )
    return redirect("/desk/notices/prepared/")
