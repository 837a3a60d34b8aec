"""What a council has to write about a review before and after it: as Word files, filled from the review as it is.

``facts`` gathers what is known, the other modules put it under the headings that each paper has. What only people can
say stays an honest blank, marked; nothing is made up to fill it.
"""

from childvoice.governance.facts import Facts, gather
from childvoice.governance.pack import papers

__all__ = ["Facts", "gather", "papers"]
