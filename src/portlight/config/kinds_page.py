"""docs/reference/kinds.md: every kind of case as a diagram and two tables, from its declaration."""

from __future__ import annotations

from collections.abc import Iterator

from portlight.kernel.cases.queries import declared
from portlight.kernel.cases.rules import CaseKind, Effect, Move
from portlight.kernel.clocks.rules import ClockRule


def lines() -> Iterator[str]:
    yield "A case runs to its end under the version it was opened under. A move that says no to a person is"
    yield "marked: it is a named officer's act."
    for kind in sorted(declared(), key=lambda one: one.name):
        yield from _kind(kind)


def _kind(kind: CaseKind) -> Iterator[str]:
    yield from ("", f"## {kind.title} (`{kind.name}`, version {kind.version})", "", "```mermaid", "stateDiagram-v2")
    yield from (f'  state "{step.name}" as {_id(step.name)}' for step in kind.steps)
    yield f"  [*] --> {_id(kind.steps[0].name)}"
    for move in kind.moves:
        yield from (f"  {_id(source)} --> {_id(move.to)}: {_said(move)}" for source in move.sources)
    yield from (f"  {_id(step.name)} --> [*]" for step in kind.steps if step.ends)
    yield from ("```", "", "| move | from | to | who | permission | periods |", "|---|---|---|---|---|---|")
    for move in kind.moves:
        effects = "; ".join(map(_effect, move.effects)) or "–"
        yield (
            f"| `{move.name}`{' (reason)' if move.reason else ''} | {', '.join(move.sources)} | {move.to} "
            f"| {', '.join(move.who)} | {f'`{move.may}`' if move.may else '–'} | {effects} |"
        )
    yield from ("", "| period | sort | length | source |", "|---|---|---|---|")
    yield from (_clock(clock) for clock in kind.clocks)
    yield from ("", f"Kept {kind.kept_days} days after its end: {kind.kept_because}.")


def _id(name: str) -> str:
    return name.replace("-", "_")


def _said(move: Move) -> str:
    return f"{move.name} ({', '.join(move.who)}){' – says no' if move.refuses else ''}"


def _effect(effect: Effect) -> str:
    return f"{effect.act} `{effect.clock}`" + (f" ({effect.ground})" if effect.ground else "")


def _clock(clock: ClockRule) -> str:
    cut_off = f", received until {clock.cut_off:%H:%M}" if clock.cut_off else ""
    return f"| `{clock.name}` | {clock.kind} | {clock.term.amount} {clock.term.unit}{cut_off} | {clock.source} |"
