"""Where the command line begins: ``briefprint``, and ``python -m briefprint``.

A worker that is spawned imports again what its parent began with (multiprocessing, "Safe importing of main module"):
this imports nothing before it is called.
"""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    from briefprint import cli

    cli.main()


if __name__ == "__main__":
    main()
