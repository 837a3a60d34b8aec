"""One file a format: ``ENDING``, ``ABOUT`` and ``write(project, name) -> bytes``, or ``read(data, name)``, or both."""
