"""What may a member of a committee see? One read-only file that holds that, and nothing that could leak.

:func:`content_of` takes it out of a review after suppression, with approved quotes alone; :func:`write` makes the file;
:func:`read` opens and checks it; :func:`open_overview` and :func:`open_evidence` let the same pages show it;
:func:`check` proves what is not inside.
"""

from childvoice.release.check import Report, check
from childvoice.release.content import VERSION, Content
from childvoice.release.cut import Approved, content_of
from childvoice.release.differences import differences
from childvoice.release.file import Release, SignedOff, digest_of, read, write
from childvoice.release.opened import open_evidence, open_overview

__all__ = [
    "VERSION",
    "Approved",
    "Content",
    "Release",
    "Report",
    "SignedOff",
    "check",
    "content_of",
    "differences",
    "digest_of",
    "open_evidence",
    "open_overview",
    "read",
    "write",
]
