"""Puts this checkout on the environment's path and writes its `portlight` command. Builds nothing, fetches nothing."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent / "src"

if __name__ == "__main__":
    (Path(sysconfig.get_path("purelib")) / "portlight.pth").write_text(f"{SRC}\n", encoding="utf-8")
    command = Path(sys.executable).with_name("portlight")
    command.write_text(
        f"#!{sys.executable}\nimport sys\nfrom portlight.__main__ import main\nsys.exit(main())\n", encoding="utf-8"
    )
    command.chmod(0o755)
