"""`portlight papers …` and `portlight verify …`"""

from __future__ import annotations

import json
import logging
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from portlight.kernel.papers import checking, keyring, printing, queries, rules, seals, specimen, verifier, words
from portlight.kernel.papers import commands as acts
from portlight.toolkit import nameplate, stamps
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.nameplate import Checked
from portlight.toolkit.refusals import Refused
from portlight.toolkit.stamps import PREFIX, Claims

_BY = machine("console")
_SAMPLE = datetime.fromisoformat("2026-02-10T09:30:00+08:00")


@click.group("papers")
def papers() -> None:
    """Papers the office hands out: stamped, sealed, and checked by anybody."""


@papers.group("keys")
def keys() -> None:
    """The keys that stamp papers."""


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="The list as verifiers take it in (`portlight verify --keys`).")
def listed(as_json: bool) -> None:
    """Every key papers are checked with."""
    found = keyring.as_list(keyring.public())
    if as_json:
        click.echo(json.dumps({"keys": found}, ensure_ascii=False))
        return
    for key in found:
        state = "revoked" if key["revoked_at"] else "retired" if key["until"] else "in use"
        click.echo(f"{key['kid']}  {key['since']}  {state:<8}{'  SPECIMEN' if key['specimen'] else ''}")


@keys.command("new")
def new() -> None:
    """Make a key of the office's own; it stamps every paper from now on."""
    click.echo(acts.make_key(by=_BY, at=timezone.now()))


@keys.command("retire")
@click.argument("kid")
@click.option(
    "--secret-is-out", is_flag=True, help="Somebody else may have it: nothing it stamped is believed any more."
)
def retire(kid: str, secret_is_out: bool) -> None:
    """The key KID stamps no more; what it stamped stays good."""
    acts.retire_key(kid, secret_is_out=secret_is_out, by=_BY, at=timezone.now())


@papers.command("seal")
@click.argument("number")
def seal(number: str) -> None:
    """Ask once more for the seal of paper NUMBER."""
    acts.seal_again(number, by=_BY, at=timezone.now())


@papers.command("revoke")
@click.argument("number")
@click.option("--ground", required=True, help="Why, in a word or two.")
def revoke(number: str, ground: str) -> None:
    """Withdraw paper NUMBER."""
    acts.revoke(number, ground=ground, by=_BY, at=timezone.now())


@papers.command("specimen")
@click.option("--language", type=click.Choice(CODES), default="en", show_default=True)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def sample(language: str, out: Path) -> None:
    """Print a specimen in LANGUAGE to OUT, sealed by the built-in seal. Nothing is kept of it."""
    out.write_bytes(specimen_pdf(language))


def specimen_pdf(language: str, *, sealed: bool = True) -> bytes:
    """A specimen of invented particulars; refused as `printing.pdf`."""
    at = timezone.now()
    key, _ = keyring.current(at)
    kept = rules.kept(specimen.KIND, specimen.FACTS)
    number = rules.numbered("X", _SAMPLE.year, 1234567)
    claims = Claims(
        kind=specimen.KIND.name, number=number, holder=kept["name"], nationality=kept["nationality"],
        document=kept["document"], valid_from=_SAMPLE, issued_at=at, issuer=printing.site(), specimen=True,
    )  # fmt: skip
    paper = printing.Opened(
        number=number, kind=specimen.KIND, facts=kept, code="K7F3-9QXM", stamp=stamps.sign(claims, key), specimen=True,
        issued_at=_SAMPLE, valid_from=_SAMPLE, valid_until=None, language=language,
    )  # fmt: skip
    made = printing.pdf(paper, language=language, seal=words.SEAL_OF_TRIAL, at=at)
    return seals.built_in().seal(made, at=at) if sealed else made


@papers.command("verifier")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def single_file(out: Path) -> None:
    """Write the page that checks papers without a network to OUT: one file, nine languages, for any browser."""
    out.write_text(verifier.single_file(at=timezone.now()), encoding="utf-8")


@click.command("verify")
@click.argument("what")
@click.option("--keys", "key_list", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A list of keys; then neither this office's keys nor its database are asked.")  # fmt: skip
@click.option("--revoked", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A signed list of withdrawn papers (/verify/revoked.json).")  # fmt: skip
@click.option("--allow-specimen", is_flag=True, help="A specimen counts as good.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def verify(what: str, key_list: Path | None, revoked: Path | None, allow_specimen: bool, as_json: bool) -> None:
    """Check a paper: WHAT is a PDF, or the text of its square. Exit 0 when it is good now, 1 when not."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    text, seal_found, signer = _text_and_seal(what)
    found = _by_list(text, key_list, revoked) if key_list else queries.verdict_of(text, at=timezone.now())
    if found is None:
        raise Refused("papers.file-odd", file=what[:60])
    whole = seal_found in {"", "none", "good"}
    good = whole and (found.good or (allow_specimen and found.specimen and found.state == "good"))
    if as_json:
        told = {"good": good, "state": found.state, "specimen": found.specimen, "seal": seal_found, "signer": signer,
                "claims": {label: _plain(value) for label, value in found.lines}}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _tell(found, seal_found, signer)
    if not good:
        sys.exit(1)


def _text_and_seal(what: str) -> tuple[str, str, str]:
    if what.startswith(PREFIX):
        return what, "", ""
    try:
        content = Path(what).read_bytes()
    except OSError:
        return what, "", ""  # number and code, perhaps
    found = checking.of_file(content, seals.certificates())
    if found is None:
        return content.decode(errors="replace").strip(), "", ""
    return found.stamp, found.seal, found.signer


def _by_list(text: str, key_list: Path, revoked: Path | None) -> Checked:
    try:
        known = keyring.keys_of(json.loads(key_list.read_text(encoding="utf-8"))["keys"])
        marks = checking.withdrawn(revoked.read_text(encoding="utf-8"), known)[0] if revoked else frozenset[str]()
    except (ValueError, KeyError, TypeError):
        raise Refused("papers.file-odd", file=str(revoked or key_list)) from None
    verdict = stamps.verify(text, known, at=timezone.now(), revoked=lambda mark: mark in marks)
    return checking.checked(verdict, nameplate.papers())


def _tell(found: Checked, seal_found: str, signer: str) -> None:
    if found.specimen:
        click.echo(words.WATERMARK)
    click.echo(found.said)
    for label, value in found.lines:
        click.echo(f"  {label}: {_plain(value)}")
    if seal_found:
        click.echo(f"Seal: {seal_found}{f' ({signer})' if signer else ''}")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


commands: list[click.Command] = [papers, verify]
