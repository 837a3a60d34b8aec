"""Who may see what? Tables of findings as files. One format a file in ``formats/``."""

from childvoice.publish.cells import plain
from childvoice.publish.write import write

__all__ = ["plain", "write"]
