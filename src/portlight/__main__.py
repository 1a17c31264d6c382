"""`portlight …` and `python -m portlight …`."""

import sys


def main() -> int:
    from portlight.config.cli import run

    return run(sys.argv[1:], rooms=("portlight.simulator",))


if __name__ == "__main__":
    sys.exit(main())
