"""A small fictional project, and any project at all (for hypothesis)."""

from __future__ import annotations

from hypothesis import strategies as st

from childvoice.exchange import (
    Applied,
    Case,
    Code,
    Coder,
    Note,
    Project,
    Selection,
    Set,
    Text,
    Variable,
    guid,
)

TALK = "Interviewer: What was it like? 🙂\n\n[Child 1]: I've had five since Year 7.\r\nNobody told me she’d gone. 👩‍👧\n"


def worry() -> Project:
    """One interview, coded by a model and by a person."""
    model, person = Coder(guid("m"), "model:theme_coder 25d57c"), Coder(guid("p"), "person:Amina")
    above = Code(guid("g"), "Relationships", codable=False)
    code = Code(
        guid("c"),
        "Keeping the same worker",
        "How steady people are.\n\nAlso of cover workers.",
        ("a worker leaving", "a new one each time"),
        ("moving house (use: placement_stability)",),
        ("It's been the same lady since I was six.",),
        "continuity",
        "#00ff7F",
        above.guid,
    )
    kind = Variable(guid("v"), "kind", "Text", "What sort of document")
    age = Variable(guid("a"), "age", "Integer")
    memo = Note(guid("n"), "Memo", "Ask her again.\nShe sounded tired.", person.guid, "2026-11-22T10:00:00Z")
    five, gone = TALK.index("I've had five"), TALK.index("Nobody")
    selections = (
        Selection(
            guid("s1"),
            five,
            TALK.index("\r\n"),
            (Applied(guid("a1"), code.guid, model.guid), Applied(guid("a2"), code.guid, person.guid, "2026-11-21T09:00:00Z", (memo.guid,))),
            memo="Tone: negative",
        ),
        Selection(guid("s2"), gone, len(TALK), (), "a thought", coder=person.guid, notes=(memo.guid,)),
    )  # fmt: skip
    text = Text(guid("t"), "Interview 1", TALK, selections, "By phone", values=((kind.guid, "interview"),))
    case = Case(guid("k"), "[Child 1]", "", (), ((age.guid, "12"),), (text.guid,), (guid("s1"),))
    return Project(
        "A review",
        (model, person),
        (above, code),
        (kind, age),
        (case,),
        (text,),
        (memo,),
        (Set(guid("set"), "To discuss", "on Monday", (code.guid,), (text.guid,), (memo.guid,)),),
        "Of social workers",
        (memo.guid,),
        person.guid,
        "2026-11-22T00:00:00Z",
    )


# What XML can hold; line ends as XML keeps them.
_WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\n"),
    max_size=30,
)
_LINE = _WORDS.map(lambda s: " ".join(s.split())).filter(bool)
_ANY = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=8)
    | st.sampled_from(["\r\n", "\n", "🙂", "👩‍👧", "é", "e\u0301", "שלום"]),
    max_size=8,
).map("".join)
_TIMES = st.sampled_from(["", "2026-11-22T10:00:00Z"])
_PROSE = st.lists(_LINE, max_size=3).map("\n".join)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Any project that the records allow and XML can hold."""
    number = iter(range(10_000))

    def new() -> str:
        return guid("any", next(number))

    def some(pool: list[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(pool), max_size=2, unique=True))) if pool else ()

    def one(pool: list[str]) -> str:
        return draw(st.sampled_from(["", *pool]))

    coders = tuple(Coder(new(), draw(_LINE)) for _ in range(draw(st.integers(0, 2))))
    who = [c.guid for c in coders]
    codes: list[Code] = []
    line: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        depth = draw(st.integers(0, len(line)))
        bullets = [tuple(draw(st.lists(_LINE, max_size=2))) for _ in range(3)]
        own = new()
        colour = draw(st.sampled_from(["", "#abc", "#00FF7f"]))
        above = line[depth - 1] if depth else ""
        codes.append(
            Code(own, draw(_LINE), draw(_PROSE), *bullets, draw(st.sampled_from(["", "continuity"])), colour, above, draw(st.booleans()))
        )  # fmt: skip
        line = [*line[:depth], own]
    known = [c.guid for c in codes]
    variables = (Variable(new(), draw(_LINE), "Text", draw(_WORDS)), Variable(new(), draw(_LINE), "Integer"))
    values = ((variables[0].guid, draw(_WORDS)), (variables[1].guid, str(draw(st.integers()))))
    notes = tuple(
        Note(new(), draw(_LINE), draw(_WORDS), one(who), draw(_TIMES)) for _ in range(draw(st.integers(0, 2)))
    )
    memos = [n.guid for n in notes]

    def applied() -> tuple[Applied, ...]:
        times = draw(st.integers(0, 2)) if known else 0
        return tuple(
            Applied(new(), draw(st.sampled_from(known)), one(who), draw(_TIMES), some(memos))
            for _ in range(times)
        )

    texts = []
    for _ in range(draw(st.integers(0, 2))):
        words = draw(_ANY)
        spans = draw(st.lists(st.tuples(st.integers(0, len(words)), st.integers(0, len(words))), max_size=3))
        made = tuple(
            Selection(new(), a, b, applied(), draw(st.sampled_from(["", "mine"])), draw(_WORDS), one(who), draw(_TIMES), some(memos))
            for a, b in spans
            if a < b
        )  # fmt: skip
        texts.append(
            Text(new(), draw(_LINE), words, made, draw(_WORDS), applied(), values[: draw(st.integers(0, 2))], some(memos), one(who), draw(_TIMES))
        )  # fmt: skip
    there = [t.guid for t in texts]
    marked = [s.guid for t in texts for s in t.selections]
    cases = tuple(
        Case(
            new(),
            draw(_LINE),
            draw(_WORDS),
            some(known),
            values[: draw(st.integers(0, 2))],
            some(there),
            some(marked),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    sets = tuple(
        Set(new(), draw(_LINE), draw(_WORDS), some(known), some(there), some(memos))
        for _ in range(draw(st.integers(0, 1)))
    )
    return Project(
        draw(_LINE), coders, tuple(codes), variables, cases, tuple(texts), notes, sets, draw(_WORDS), some(memos), one(who), draw(_TIMES)
    )  # fmt: skip
