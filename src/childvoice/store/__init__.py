"""The only place that keeps: the workspace, a database of pseudonymised text and what follows from it.

``schema`` says what is kept, ``rows`` turns records into rows and back, ``sqlite`` holds all that is peculiar
to SQLite, and ``workspace`` is what the rest of childvoice sees.
"""

from childvoice.store.workspace import FILE_NAME, Workspace

__all__ = ["FILE_NAME", "Workspace"]
