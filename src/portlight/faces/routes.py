"""One name in five places: a screen's function gives its URL name, its path, its template and its test.

`notices:desk:release` = `notices/desk.py::release` = `templates/notices/desk/release.html`
= `notices/tests/test_desk_release.py` = `/desk/notices/<number>/release/`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import CheckURLMixin
from django.utils import translation

from portlight.faces.languages import code_of

View = Callable[..., "HttpResponseBase | dict[str, Any]"]
HOME = "home"  # the room of a face itself: its paths have no room in front
_CONVERTERS: dict[object, str] = {int: "int", UUID: "uuid"}


@dataclass(frozen=True)
class Route:
    face: str  # desk or portal
    room: str
    function: str
    view: View  # as its author wrote it
    served: Callable[..., HttpResponseBase]  # with the guards of its face around it
    may: str
    methods: tuple[str, ...]
    written: str | None  # path below the room, where the author wrote one

    @property
    def name(self) -> str:
        return f"{self.room}:{self.face}:{self.function}"

    @property
    def template(self) -> str:
        return f"{self.room}/{self.face}/{self.function}.html"

    @property
    def below_room(self) -> str:
        if self.written is not None:
            return self.written
        said = "" if self.function == "index" else f"{self.function.replace('_', '-')}/"
        return "".join(f"<{kind}:{name}>/" for name, kind in self.parameters) + said

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        hints = get_type_hints(self.view)
        named = list(inspect.signature(self.view).parameters.values())[1:]
        return [(p.name, _CONVERTERS.get(hints.get(p.name), "str")) for p in named]

    @property
    def address(self) -> str:
        """The whole path pattern, as the list of routes shows it."""
        lead = "/desk/" if self.face == "desk" else "/<language>/"
        return lead + ("" if self.room == HOME else f"{self.room}/") + self.below_room

    def pattern(self) -> URLPattern:
        return path(self.below_room, self.served, name=self.function)


_routes: dict[str, Route] = {}


def register(route: Route) -> Route:
    """Called by the decorators. The same name from another function is a mistake of the author."""
    known = _routes.get(route.name)
    if known and known.view.__module__ != route.view.__module__:
        raise ValueError(f"{route.name} is registered by {known.view.__module__} and by {route.view.__module__}")
    _routes[route.name] = route
    return route


def routes(face: str | None = None) -> list[Route]:
    """Every registered route, sorted by its path."""
    return sorted((r for r in _routes.values() if face in (None, r.face)), key=lambda r: (r.face, r.address))


class LanguagePrefix(CheckURLMixin):
    """The language first in every portal path, spelled as the office spells it (`/zh-Hans/…`)."""

    converters: dict[str, object] = {}

    @property
    def prefix(self) -> str:
        return f"{code_of(translation.get_language())}/"

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.prefix))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, object]] | None:
        return (path[len(self.prefix) :], (), {}) if path.startswith(self.prefix) else None

    def check(self) -> list[object]:
        return []

    def describe(self) -> str:
        return f"'{self}'"

    def __str__(self) -> str:
        return self.prefix


def patterns() -> Iterator[URLResolver]:
    """URL patterns of all registered routes: `<room>:<face>:<function>`."""
    for room in sorted({route.room for route in _routes.values()}):
        faces = [_face(room, face) for face in ("desk", "portal")]
        yield path("", include(([face for face in faces if face], room), namespace=room))


def _face(room: str, face: str) -> URLResolver | None:
    # A written path is tried before a derived one, a path without a parameter before one with it.
    found = sorted((r for r in routes(face) if r.room == room), key=lambda r: (r.below_room.count("<"), r.below_room))
    if not found:
        return None
    lead = "" if room == HOME else f"{room}/"
    inner = include(([route.pattern() for route in found], face), namespace=face)
    if face == "desk":
        return path(f"desk/{lead}", inner)
    return URLResolver(LanguagePrefix(), [path(lead, inner)])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Place:
    what: str  # route, view, template, test
    where: str


def whereis(url: str) -> list[Place]:
    """Where the page at `url` is written: its route, view (file:line), template and test. Resolver404 when nowhere."""
    from django.urls import resolve

    from portlight.faces.languages import django_code, in_path

    plain = re.sub(r"^https?://[^/]+", "", url).split("?")[0]
    with translation.override(django_code(in_path(plain) or "en")):
        found = resolve(plain)
    route = _routes.get(found.view_name)
    served: Any = route.view if route else found.func
    view: Any = getattr(served, "view_class", None) or inspect.unwrap(served)
    file, line = Path(str(inspect.getsourcefile(view))), inspect.getsourcelines(view)[1]
    places = [Place("route", found.view_name), Place("view", f"{_short(file)}:{line}")]
    if route:
        places.append(Place("template", _template(route, file)))
        places.append(Place("test", _short(_room(file) / "tests" / f"test_{route.face}_{route.function}.py")))
    return places


def _room(file: Path) -> Path:
    """The folder of the room a view stands in, also when its `desk` is a package."""
    for folder in file.parents:
        if folder.parent.name in {"capabilities", "channels", "journeys"}:
            return folder
    return file.parent


def _template(route: Route, file: Path) -> str:
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template

    try:
        origin: Any = get_template(route.template)
        return _short(Path(origin.origin.name))
    except TemplateDoesNotExist:
        return f"{route.template} (answers without one)"


def _short(file: Path) -> str:
    parts = file.parts
    return "/".join(parts[parts.index("portlight") :]) if "portlight" in parts else str(file)


def listing() -> str:
    """docs/reference/routes.md: every route of both faces, its methods and who may."""
    lines = ["# Routes", "", "Generated by `portlight docs write`; compared in `make check`.", ""]
    for face in ("portal", "desk"):
        lines += [f"## {face.capitalize()}", "", "| path | name | methods | may |", "|---|---|---|---|"]
        for r in routes(face):
            may = r.may or ("anybody" if face == "portal" else "every signed-in account")
            lines.append(f"| `{r.address}` | `{r.name}` | {', '.join(r.methods)} | {may} |")
        lines.append("")
    return "\n".join(lines)


def compare(file: Path, *, write: bool = False) -> bool:
    """True when `file` holds the list as it is now; with `write`, makes it so."""
    now = listing()
    if write:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    return file.exists() and file.read_text(encoding="utf-8") == now
