"""One tree of errors. Each says which input it concerns, what is wrong, and what to do next.

    ChildvoiceError
    ├── InputError            one file or row cannot be used; the others go on
    │   ├── EmptyInput        nothing in it
    │   ├── UnknownFormat     no reader for this kind of file
    │   ├── WrongEncoding     bytes that are not text in an encoding we trust
    │   ├── BrokenInput       the file is not what its name says, or is cut short
    │   └── DuplicateInput    the same content was already read under another name
    ├── WithheldError         a document that could not be de-identified safely
    ├── SettingsError         childvoice.toml, the manifest or the roster cannot be used as written
    ├── CodebookError         a codebook that contradicts itself
    ├── ModelError            model weights are missing or are not the ones recorded in models/
    ├── WorkspaceError        the review's database cannot be opened or written
    │   ├── NoReview          there is no review at this place
    │   └── NewerWorkspace    it was written by a later version of childvoice
    ├── ClusterError          the scheduler of a cluster does not answer, or its machines are not as they must be
    ├── ServeError            the dashboard cannot be served (port taken, pages not found)
    ├── NotAllowed            this person's roles do not allow it
    ├── CustodyError          a backup cannot be made or used, or a review not be deleted as asked
    ├── VaultError            the vault cannot be opened with this key, or is damaged
    └── ReleaseError          a release file cannot be made, or is not what it says it is

No message ever contains text of a document: only file names, positions, counts and causes.
"""

from __future__ import annotations

from typing import Any


class ChildvoiceError(Exception):
    """Base of everything that childvoice raises on purpose.

    ``cause`` says what is wrong and ``remedy`` what a person can do about it, each as a sentence without
    its final full stop; ``subject`` names the file, setting or table concerned.
    """

    def __init__(self, cause: str, *, remedy: str = "", subject: str = "") -> None:
        self.cause = cause
        self.remedy = remedy
        self.subject = subject
        message = f"{subject}: {cause}" if subject else cause
        super().__init__(f"{message}. {remedy}." if remedy else f"{message}.")

    def __reduce__(self) -> tuple[Any, ...]:
        """As its parts, so that it says the same after it came from another process."""
        return _again, (type(self), self.cause, self.remedy, self.subject)


def _again(kind: type[ChildvoiceError], cause: str, remedy: str, subject: str) -> ChildvoiceError:
    return kind(cause, remedy=remedy, subject=subject)


class InputError(ChildvoiceError):
    """One input cannot be used. A run lists it with its cause and goes on with the others."""


class EmptyInput(InputError):
    """There is no text in the input."""


class UnknownFormat(InputError):
    """No reader takes this kind of file."""


class WrongEncoding(InputError):
    """The bytes are not text in an encoding that can be read without guessing."""


class BrokenInput(InputError):
    """The file is damaged, cut short, or not of the kind that its name says."""


class DuplicateInput(InputError):
    """The same bytes were already read under another name; they are not counted twice."""


class WithheldError(ChildvoiceError):
    """A document still shows something that must not leave ``deidentify``; it is withheld and listed."""


class SettingsError(ChildvoiceError):
    """A file written by a person (settings, manifest, roster) cannot be used as written."""


class CodebookError(ChildvoiceError):
    """A codebook contradicts itself or lacks what coding needs."""


class ModelError(ChildvoiceError):
    """Weights are missing, or are not the ones whose digest is recorded."""


class WorkspaceError(ChildvoiceError):
    """The review's database cannot be opened, read or written."""


class NoReview(WorkspaceError):
    """No review stands at the place that was named."""


class NewerWorkspace(WorkspaceError):
    """The review was written by a later version of childvoice than this one."""


class ClusterError(ChildvoiceError):
    """The scheduler does not answer or went away, or a worker has other versions or cannot see the documents."""


class ServeError(ChildvoiceError):
    """The dashboard cannot be served."""


class NotAllowed(ChildvoiceError):
    """None of the person's roles allows what was asked for."""


class VaultError(ChildvoiceError):
    """The vault cannot be opened with the key that was given, or it is damaged."""


class CustodyError(ChildvoiceError):
    """A backup cannot be made or is not whole, or a review cannot be deleted as asked."""


class ReleaseError(ChildvoiceError):
    """A release cannot be made, or the file is not what its manifest says."""
