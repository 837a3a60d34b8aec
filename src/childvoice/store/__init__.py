"""The only place that keeps: the workspace, a database of pseudonymised text and what follows from it.

``schema`` says what is kept, ``rows`` turns records into rows and back, ``sqlite`` and
``postgresql`` hold all that is peculiar to each, ``database`` opens one of them, ``ledger`` keeps what people decided and the audit log, ``settle`` says what
their decisions make of a machine's codes, and ``workspace`` is what the rest of childvoice sees.
"""

from childvoice.store.address import FILE_NAME
from childvoice.store.ledger import Ledger
from childvoice.store.workspace import Workspace

__all__ = ["FILE_NAME", "Ledger", "Workspace"]
