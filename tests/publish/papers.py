"""A small fictional report with every kind of part, odd ones among them."""

from childvoice.publish.paper import (
    Bar,
    Bullets,
    Chart,
    Grid,
    Heading,
    Notice,
    Paper,
    Para,
    Quote,
    ToWrite,
)

LONG = "I waited and nobody rang and then it was tea time. " * 60
ARABIC = "أريد أن يبقى العامل نفسه معي"
HOSTILE = '<script>alert(1)</script> & "x" \x0b*bold*'

REPORT = Paper(
    title="What a social worker is to a child",
    council="Eastmarch (fictional)",
    front={"Committee": "Children's scrutiny", "Date of meeting": ""},
    blocks=(
        Notice("Draft: check it."),
        Heading("What we heard"),
        Para("Most of all: keeping the same worker.", "lead"),
        Para("c stands for a small number.", "note"),
        Chart(
            "Who raised what",
            (Bar("Keeping the same worker", 24, "24 of 30"), Bar("Food & drink", None, "c")),
            "Most raised of all: keeping the same worker.",
        ),
        Heading("Keeping the same worker", 2),
        Quote("I've had five since Year 7.", "A child or young person, in an interview"),
        Quote('"Nobody said goodbye."', "A child or young person, quoted in a case note"),
        Quote(LONG, "A child or young person, in a letter"),
        Quote(ARABIC, "A child or young person, in an interview"),
        Quote(HOSTILE, "A child or young person, in a survey"),
        Heading("How it was done"),
        Bullets(("Read them.", "Took names out."), numbered=True),
        Bullets(("It may be wrong.",)),
        Bullets(("Begin again.", "And on."), numbered=True),
        ToWrite("what the committee concludes."),
        Grid("Numbers", ("Theme", "Children", "Staff"), (("Food", "24 of 30", "c"), ("School", "c", "9"))),
        Grid("Numbers again", ("Theme", *"abcdef"), (("Food", *"123456"),)),
    ),
)
