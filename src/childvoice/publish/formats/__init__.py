"""One file a format, with ``ENDING`` and ``write(tables, out) -> list[Path]``."""
