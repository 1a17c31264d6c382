"""The outside of the demo: providers of SMS and WeChat beside the mail sink, each a process that keeps count.

They are told apart from the office by nothing but their addresses: the office speaks to them with the same client, the
same signatures and the same receipts as to the real ones.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portlight.simulator.children import Child, free_port

OUTSIDE = Path(__file__).with_name("outside")
CHANNELS = ("email", "sms", "wechat")
TEMPLATE = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc"  # the WeChat template the simulator grants by itself
_SHOWN_BYTES = 400_000


@dataclass(frozen=True)
class Provider:
    """One of them: its program, its port, where it keeps count, and what the office is told of it."""

    name: str
    command: tuple[str, ...]
    record: Path
    env: Mapping[str, str]


def providers(folder: Path, site: str) -> Iterator[Provider]:
    """Aliyun for the mainland, an SMS centre for the world, a WeChat account; receipts come by the front door.

    Secrets stand behind `=`: one in sixty-four begins with a hyphen, which would be taken for an option.
    """
    token, secret, word = (secrets.token_urlsafe(16) for _ in range(3))
    aliyun, smsc, wechat = free_port(2530), free_port(2775), free_port(2545)
    yield _provider(
        folder, "aliyun_sms", aliyun,
        ["--key", "demo-key", f"--secret={secret}", f"--receipts={site}/hooks/sms/aliyun/{token}", "--receipts-twice"],
        {
            "ALIYUN_KEY": "demo-key", "ALIYUN_SECRET": secret, "ALIYUN_SMS_ENDPOINT": f"http://127.0.0.1:{aliyun}",
            "SMS_RECEIPT_TOKEN": token,
        },
    )  # fmt: skip
    yield _provider(
        folder, "smsc", smsc, ["--system-id", "office", f"--password={word}"],
        {
            "SMPP_HOST": "127.0.0.1", "SMPP_PORT": str(smsc), "SMPP_TLS": "off", "SMPP_SYSTEM_ID": "office",
            "SMPP_PASSWORD": word,
        },
    )  # fmt: skip
    yield _provider(
        folder, "wechat", wechat,
        [f"--secret={secret}", f"--token={token}", f"--callback={site}/hooks/wechat/events", "--receipts=doubled"],
        {
            "WECHAT_ACCOUNT": "service", "WECHAT_APPID": "wx0123456789abcdef", "WECHAT_SECRET": secret,
            "WECHAT_CALLBACK_TOKEN": token, "WECHAT_API": f"http://127.0.0.1:{wechat}",
        },
    )  # fmt: skip


def _provider(folder: Path, name: str, port: int, how: list[str], env: Mapping[str, str]) -> Provider:
    program = OUTSIDE / name if (OUTSIDE / name).is_dir() else OUTSIDE / f"{name}.py"
    record = folder / f"{name}.tsv"
    texts = ["--texts", str(folder / f"{name}.jsonl")] if name != "wechat" else []
    command = (sys.executable, str(program), "--port", str(port), "--record", str(record), *texts, *how)
    return Provider(name, command, record, {f"PORTLIGHT_{key}": value for key, value in env.items()})


def children(found: list[Provider], env: Mapping[str, str], log: Path) -> list[Child]:
    return [Child(one.name, one.command, env, log / f"{one.name}.log", again=True) for one in found]


def arrived(folder: Path) -> dict[str, int]:
    """How many messages each provider's own record holds."""
    return {file.stem: sum(1 for _ in file.open("rb")) for file in sorted(folder.glob("*.tsv"))}


def texts(folder: Path, *, most: int = 20) -> list[tuple[str, str]]:
    """The last SMS to numbers that are not the city's: number and text, newest first."""
    found: list[tuple[str, str]] = []
    for file in sorted(folder.glob("*.jsonl")):
        with file.open("rb") as lines:
            lines.seek(max(0, file.stat().st_size - _SHOWN_BYTES))
            tail = lines.read().decode("utf-8", "replace").splitlines()[-5_000:]
        for line in reversed(tail):
            try:
                one = json.loads(line)
            except ValueError:
                continue  # the first is cut off
            if not of_the_city(str(one["to"])):
                found.append((f"+{str(one['to']).lstrip('+')}", str(one["text"])))
    return found[:most]


# The city's own numbers, so that a visitor's own can be told from them. They are spoken to by the simulators alone.
MAINLAND, ABROAD = "+861990", "+85200"


def number(index: int, *, abroad: bool) -> str:
    return f"{ABROAD}{index:07d}" if abroad else f"{MAINLAND}{index:07d}"


def of_the_city(given: str) -> bool:
    plain = given.lstrip("+")
    return plain.removeprefix("86").startswith(MAINLAND[3:]) or plain.startswith(ABROAD[1:])
