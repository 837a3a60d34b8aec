"""Who may come in on a council's server: the log-in, the list of people with their roles, and when they are locked out.

What a provider of OpenID Connect says of a person comes in as claims whose signature has been checked; what goes out is
a :class:`~childvoice.desk.people.Person` or the reason why the door stays shut. Nothing here knows of a browser.
"""

from childvoice.access.entry import Door, Entry, enter, key_of
from childvoice.access.login import Login, read
from childvoice.access.people import Listed, find, read_people
from childvoice.access.sessions import LONGEST, Sessions, Standing

__all__ = [
    "LONGEST",
    "Door",
    "Entry",
    "Listed",
    "Login",
    "Sessions",
    "Standing",
    "enter",
    "find",
    "key_of",
    "read",
    "read_people",
]
