"""A small fictional review, written straight into a workspace: 30 children, 12 staff, 2 parents, 2 papers.

Counts are chosen, so that tests can say them: see said.txt. Nobody here exists.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from childvoice import settings
from childvoice.overview import evidence as beside
from childvoice.records import (
    Coding,
    Document,
    Excerpt,
    Flag,
    Group,
    Kind,
    Label,
    Role,
    Source,
    Topic,
    Unit,
    Valence,
    Voice,
    Withheld,
)
from childvoice.resources import resource
from childvoice.store import Workspace

SAID = Path(__file__).with_name("said.txt")
CODER = "theme-coder 1"
HARM = "Something nobody but the lead may read happened on the landing."
HOSTILE = (
    "<script>alert(1)</script> it costs $x$ and $y^2$ and **bold** [link](http://example.org) and `code`"
)
LINES = """
[review.lines_of_enquiry]
a = "How a referral becomes a decision"
c = "The academy"
f = "What children say"
b = "How cases are allocated"
d = "Continuity and the child's voice"
e = "How children are prepared for care"
"""
FORMULA = "=cmd()|' /C calc'!A0"
ODD = (
    ("I waited in and nobody came and nobody rang and then it was dark. " * 50)[:3000],
    "أريد أن يبقى العامل نفسه معي ولا أريد أن أحكي كل شيء من جديد",
    "a" * 900,
    "?!?!?! <b>&amp;</b> \u202e$$x$$ `code` **no** ?!?!?!?!",
)
ASKED = (
    "continuity",
    "communication",
    "repeating_story",
    "being_heard",
    "time_caseload",
    "feeling_safe",
    "trust_relationship",
)

BAD, GOOD, BOTH, PLAIN = Valence.NEGATIVE, Valence.POSITIVE, Valence.MIXED, Valence.NEUTRAL


@dataclass
class Person:
    """Someone who speaks: an answer for each theme, with the words that show it and how it was."""

    name: str
    role: Role
    voice: Voice
    said: list[tuple[str, str, str, Valence]] = field(default_factory=list)


def people(
    number: int, word: str, role: Role, voice: Voice, *, themes: frozenset[str] = frozenset()
) -> list[Person]:
    """Let ``number`` people say what said.txt has for them (of ``themes``, if they are given)."""
    found = [Person(f"[{word} {n}]", role, voice) for n in range(1, number + 1)]
    plan: dict[str, list[tuple[int, str, str, Valence]]] = {}
    for line in SAID.read_text(encoding="utf-8").splitlines()[1:]:
        who, theme, how_many, tone, words = line.split(" | ")
        if who == role and (not themes or theme in themes):
            evidence = words[words.index("{") + 1 : words.index("}")]
            plain = words.replace("{", "").replace("}", "")
            plan.setdefault(theme, []).append((min(int(how_many), number), plain, evidence, Valence(tone)))
    for at, (theme, lines) in enumerate(plan.items()):
        for n in range(lines[0][0]):
            # Other people for other themes, and the words in turn.
            _, plain, evidence, tone = lines[n % len(lines)]
            found[(n + 5 * at) % number].said.append((theme, plain, evidence, tone))
    return found


def document(
    source: Source, speakers: Iterable[Person], *, flags: tuple[Flag, ...] = ()
) -> tuple[Document, list[Excerpt], list[Coding]]:
    """Make a document in which each speaker says what they have to say, a turn each."""
    units, excerpts, codings = [], [], []
    for person in speakers:
        for theme, text, evidence, valence in person.said:
            index = len(units)
            units.append(Unit(index, text, speaker=person.name))
            id_ = f"{source.id}-{index}"
            excerpts.append(
                Excerpt(
                    id_,
                    source.id,
                    index,
                    0,
                    len(text),
                    text,
                    person.name,
                    person.role,
                    person.voice,
                    person.name,
                )
            )
            if theme:
                start = text.index(evidence)
                score = round(0.6 + 0.3 * ((index * 7) % 10) / 10, 2)
                codings.append(Coding(id_, theme, score, start, start + len(evidence), valence, CODER))
    return Document(source, tuple(units), flags=flags), excerpts, codings


def build(folder: Path) -> Path:
    """Make the review in ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "childvoice.toml").write_text(
        '[review]\ntitle = "What a social worker is to a child"\ncouncil = "Eastmarch (fictional)"\n'
        'purpose = "To see the service as a child travels through it."\n',
        encoding="utf-8",
    )
    children = people(30, "Child", Role.CHILD, Voice.OWN_WORDS)
    children[0].said.append(("being_heard", HOSTILE, "it costs $x$", BAD))
    children[1].said.append(("being_heard", FORMULA, "=cmd()", BAD))
    children[2].said.append(("continuity", HARM, "on the landing", BAD))
    for child in children[3:12]:
        child.said.append(
            ("", f"I would like a dog at {child.name} house, a big one that sleeps on my bed.", "", PLAIN)
        )
    staff = people(12, "Social worker", Role.STAFF, Voice.ADULT)
    parents = [Person(f"[Relative {n}]", Role.PARENT, Voice.ADULT) for n in (1, 2)]
    for parent in parents:
        parent.said.append(
            ("continuity", "We never see the same face twice at our door.", "never see the same face", BAD)
        )
    note = Person("[Social worker 3]", Role.STAFF, Voice.REPORTED)
    note.said.append(
        ("being_heard", "[Child 4] said that nobody had asked her.", "nobody had asked her", BAD)
    )
    paper = Person("policy", Role.UNKNOWN, Voice.ADULT)
    paper.said.append(
        ("continuity", "Children keep their worker wherever that is possible.", "keep their worker", GOOD)
    )
    with Workspace.create(folder) as workspace:
        for n in range(20):
            kind = (Kind.INTERVIEW, Kind.SURVEY)[n % 2]
            by = "machine" if n == 0 else "person"
            source = Source(
                f"c{n:02}", f"{n}.txt", f"Talk {n}", kind, Group.CHILD, transcribed_by=by, topics_asked=ASKED
            )
            flags = (
                (Flag(0, Label.RARE_EVENT, "rare"),)
                if n < 7
                else (Flag(0, Label.PERSON_CHILD, "doubtful"),) * (n < 9)
            )
            workspace.replace_source(*document(source, children[n : n + 1], flags=flags))
        for n in (20, 25):
            source = Source(
                f"g{n}", f"group {n}.vtt", "A group", Kind.FOCUS_GROUP, Group.CHILD, topics_asked=ASKED
            )
            workspace.replace_source(*document(source, children[n : n + 5]))
        for n in (0, 4, 8):
            source = Source(
                f"w{n}", f"staff {n}.docx", "Staff", Kind.STAFF_INTERVIEW, Group.STAFF, topics_asked=ASKED
            )
            workspace.replace_source(*document(source, staff[n : n + 4]))
        workspace.replace_source(
            *document(
                Source("p", "p.txt", "Parents", Kind.MEETING, Group.PARENT, topics_asked=("continuity",)),
                parents,
            )
        )
        workspace.replace_source(
            *document(Source("n", "n.txt", "Notes", Kind.CASE_NOTE, Group.CHILD), [note])
        )
        workspace.replace_source(
            *document(Source("r", "r.txt", "Standards", Kind.REPORT, Group.POLICY), [paper])
        )
        loose = [e.id for e in workspace.excerpts() if "a dog" in e.text]
        workspace.save_topics(
            [
                Topic(0, "dog, bed, house", ("dog", "bed", "house"), tuple(loose), tuple(loose[:4])),
                Topic(1, "landing, hidden", ("landing",), (harm_id(workspace),), (harm_id(workspace),)),
            ]
        )
        workspace.save_concerns([harm_id(workspace)])
        workspace.save_withheld(
            [
                Withheld(
                    "Letter about Kezia Bramble.pdf",
                    "no reader takes this kind of file",
                    "Save it as text",
                    "read",
                )
            ]
        )
        workspace.save_manifest(
            {
                "versions": {"childvoice": "0.1.0", "spacy": "3.8.18", "torch": "2.13.0"},
                "python": "3.11.2",
                "coder": CODER,
                "seed": 20181107,
                "documents_read": 26,
                "documents_withheld": 1,
            }
        )
        workspace.save_run_id()
    return folder


def build_full(folder: Path) -> Path:
    """As ``build``, with the sample's evidence, a decision of a person's, and lines of enquiry."""
    build(folder)
    with (folder / settings.FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(LINES)
    shutil.copytree(resource("sample") / beside.FOLDER, folder / beside.FOLDER)
    (folder / beside.FOLDER / "triangulation.csv").write_text(
        "theme,group,verdict,why,by\n"
        "communication,staff,partial agreement,Staff spoke of the new rule alone,J. Officer\n"
    )
    return folder


def harm_id(workspace: Workspace) -> str:
    """Find the excerpt that is the safeguarding lead's."""
    return next(e.id for e in workspace.excerpts() if e.text == HARM)


def build_few(folder: Path) -> Path:
    """Make a review with four children only: every number has to be suppressed."""
    folder.mkdir(parents=True, exist_ok=True)
    children = people(4, "Child", Role.CHILD, Voice.OWN_WORDS, themes=frozenset({"continuity"}))
    source = Source("c", "c.txt", "Talk", Kind.INTERVIEW, Group.CHILD, topics_asked=("continuity",))
    with Workspace.create(folder) as workspace:
        workspace.replace_source(*document(source, children))
        workspace.save_run_id()
    return folder


def build_odd(folder: Path, themes: int) -> Path:
    """Make a review of ``themes`` themes of its own codebook, in which eight children say odd things on the first.

    One of 3,000 characters, one from right to left, one without a space, one of signs alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book = ['id = "odd"', 'title = "Odd"', "version = 1"]
    for n in range(themes):
        book += [
            "[[theme]]",
            f'id = "t{n}"',
            f'label = "Theme {n} with a name that goes on for longer than most"',
            f'plain = "matter {n}"',
            f'short = "What matter {n} is."',
            f'definition = "All about matter {n}."',
            'examples = [{ text = "It was like that.", valence = "neutral" }]',
        ]
    (folder / "odd.toml").write_text("\n".join(book), encoding="utf-8")
    (folder / "childvoice.toml").write_text(
        f"[themes]\ncodebook = '{(folder / 'odd.toml').as_posix()}'\n", encoding="utf-8"
    )
    with Workspace.create(folder) as workspace:
        for n in range(8):
            text = ODD[n % len(ODD)]
            person = Person(f"[Child {n}]", Role.CHILD, Voice.OWN_WORDS)
            person.said.append(("t0", text, text[-20:], BAD))
            if themes > 1:
                person.said.append((f"t{themes - 1}", text, text[:20], GOOD))
            source = Source(f"o{n}", f"{n}.txt", "Talk", Kind.INTERVIEW, Group.CHILD)
            workspace.replace_source(*document(source, [person]))
        workspace.save_run_id()
    return folder


if __name__ == "__main__":
    build(Path(sys.argv[1]))
