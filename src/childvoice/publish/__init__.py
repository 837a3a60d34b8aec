"""Who may see what? Findings as files: tables and papers. One format a file in ``formats/``."""

from childvoice.publish.cells import plain
from childvoice.publish.write import write

__all__ = ["plain", "write"]
