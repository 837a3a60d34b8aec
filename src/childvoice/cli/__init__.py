"""The command line: the only part that prints. One file a command in ``commands/``."""

from childvoice.cli.main import main

__all__ = ["main"]
