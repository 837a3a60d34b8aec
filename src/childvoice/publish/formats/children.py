"""One plain page for the children who took part, as a Word file that the team completes."""

from childvoice.publish.formats.docx import write

TITLE = "Page for children and young people"
ABOUT = "'You told us. Here is what happens now': short and plain, with places for what the service answers."
ENDING = ".docx"
PAPER = "children"

__all__ = ["write"]
