"""What becomes of a whole review: how long it is kept, its backup, and its end with a certificate.

Everything here is about the folder of a review as a whole; what is in the workspace is the store's.
"""

from childvoice.custody.backup import backup, restore
from childvoice.custody.deletion import delete
from childvoice.custody.due import Due, due

__all__ = ["Due", "backup", "delete", "due", "restore"]
