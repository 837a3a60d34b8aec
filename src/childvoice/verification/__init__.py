"""Does any known name stand in a folder that is to be passed on? The last look before something leaves the building.

:func:`verify` opens every file that it can (texts, tables, Office files with everything hidden in them, SQLite, PDF,
archives), and says where a name of the roster or of an identity key stands, and which files it could not open.
"""

from childvoice.verification.names import Known, read_key
from childvoice.verification.verify import Checked, Trace, verify

__all__ = ["Checked", "Known", "Trace", "read_key", "verify"]
