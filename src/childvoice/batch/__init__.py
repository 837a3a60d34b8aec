"""The journey of a review over any number of documents, one by one, on as many processes as there are cores.

Each document is taken through by itself, so that the result is the same, byte for byte, for any number of workers and
any size of partition; what is finished is never done again, even after the power went.
"""

from childvoice.batch.inputs import Item, count, items
from childvoice.batch.journey import TABLES, Job
from childvoice.batch.run import Batch, Progress, run

__all__ = ["TABLES", "Batch", "Item", "Job", "Progress", "count", "items", "run"]
