"""``python -m childvoice`` is the same as ``childvoice``."""

import sys

from childvoice.cli import main

if __name__ == "__main__":
    sys.exit(main())
