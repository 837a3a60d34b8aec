"""One file a format.

A reader has ``EXTENSIONS`` and ``read(data, name) -> Reading``; its examples stand in
``tests/examples/readers/`` under the reader's name.
"""
