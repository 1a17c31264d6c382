"""The one entry point. Every room's commands, and every command of the framework, stand under `portlight`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Sequence

import click
from django.core.management.base import CommandError

from portlight.config.checkout import benches
from portlight.toolkit.env import Misconfigured
from portlight.toolkit.keys import NoKeys
from portlight.toolkit.refusals import Refused

# Framework commands an operator or developer needs; the rest stay reachable by name.
_FRAMEWORK = {
    "migrate": "Bring the database to this version.",
    "makemigrations": "Write migrations for changed tables (developers).",
    "check": "The framework's own checks, and ours of the configuration.",
    "shell": "A Python shell inside the product (developers).",
    "dbshell": "A shell of the database.",
}
# Modules of this floor that bring commands, by name.
_OWN = (
    "portlight.config.serve",
    "portlight.config.words_cli",
    "portlight.config.developing",
    "portlight.config.preparing",
    "portlight.config.ops.cli",
    "portlight.config.reading",
)


# What reads or writes people: these start only with the key ring that this database was sealed with.
_WITH_KEYS = frozenset({"web", "worker", "reader", "documents", "lodging", "demo-city"})
_ANSWER_NOBODY = frozenset({"worker", "reader"})  # they name addresses of the portal, and need no desk and no API


class Commands(click.Group):
    """Our commands by name; what is not ours is asked of the framework."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = super().resolve_command(ctx, args)
        if found[0] in _ANSWER_NOBODY:
            _without_desk()
        if found[0] in _WITH_KEYS and "--help" not in args:
            _ready_to_start()
        return found

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return super().get_command(ctx, name) or _framework_command(name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_FRAMEWORK})


def run(arguments: Sequence[str], *, rooms: Iterable[str] = ()) -> int:
    """Run one command line; returns the exit code. `rooms` are rooms above this floor that bring commands too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portlight.config.settings")
    try:
        return int(group(rooms).main(list(arguments), prog_name="portlight", standalone_mode=False) or 0)
    except (Misconfigured, NoKeys) as error:
        return _say(str(error), code=2)
    except Refused as refusal:
        return _say(_sentence(refusal), code=1)
    except CommandError as error:
        return _say(str(error), code=1)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _say("Stopped.", code=130)


def group(rooms: Iterable[str] = ()) -> click.Group:
    """All commands: of this floor, of the rooms that are switched on, and of the `rooms` given."""
    import django

    django.setup()
    from django.conf import settings

    every = Commands(
        name="portlight",
        help="Portlight: keeps a city's exit-entry office open through an emergency.",
        no_args_is_help=True,
    )
    ours = (app for app in settings.INSTALLED_APPS if app.startswith("portlight."))
    modules = [*_OWN, *(f"{room}.cli" for room in (*ours, *rooms) if room != "portlight.config"), benches()]
    for module in modules:
        if importlib.util.find_spec(module):
            for command in importlib.import_module(module).commands:
                _add(every, command)
    return every


def _without_desk() -> None:
    """Before anything looks an address up: what is loaded once stays in memory."""
    from django.conf import settings

    settings.ROOT_URLCONF = "portlight.config.public_urls"


def _ready_to_start() -> None:
    """The configuration can be right, and the keys are those of this database."""
    from django.core.checks import ERROR, run_checks
    from django.utils import timezone

    from portlight.config.ops.keys import check_ring

    wrong = [f"{found.id}: {found.msg}. {found.hint or ''}" for found in run_checks() if found.level >= ERROR]
    if wrong:
        raise CommandError("\n".join(wrong))
    check_ring(at=timezone.now())


def _add(group: click.Group, command: click.Command) -> None:
    """Two rooms may share a group (`notices …`): its commands come together. The same command twice is a mistake."""
    known = group.commands.get(command.name or "")
    if known is None:
        group.add_command(command)
    elif isinstance(known, click.Group) and isinstance(command, click.Group):
        for child in command.commands.values():
            _add(known, child)
    else:
        raise ValueError(f"two rooms bring a command {command.name!r}")


def _framework_command(name: str) -> click.Command | None:
    from django.core.management import call_command, get_commands

    if name not in get_commands():
        return None

    @click.command(
        name,
        help=_FRAMEWORK.get(name, f"The framework's {name}."),
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def passed_on(arguments: tuple[str, ...]) -> None:
        call_command(name, *arguments)

    return passed_on


def _sentence(refusal: Refused) -> str:
    from portlight.faces.words import sentence

    return f"{sentence(refusal)} [{refusal.code}]"


def _say(text: str, *, code: int) -> int:
    print(text, file=sys.stderr)
    return code
