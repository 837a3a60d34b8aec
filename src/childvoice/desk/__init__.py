"""The officer's desk: what a person may look at and decide, and the one place where their role is asked.

Pages and commands hold a :class:`Desk`, never the workspace itself; each of its methods checks the person's
duties before it reads or writes.
"""

from childvoice.desk.desk import Desk
from childvoice.desk.people import ALLOWS, EVERYTHING, Duty, May, Person, duties_of

__all__ = ["ALLOWS", "EVERYTHING", "Desk", "Duty", "May", "Person", "duties_of"]
