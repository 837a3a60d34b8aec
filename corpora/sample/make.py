"""Make the sample review from the hand-written documents: files as councils have them, and the gold for each.

Run ``python corpora/sample/make.py`` after a change in ``written/``. The same input gives the same bytes: no
clock and no chance is used, and every date in a file's properties is fixed.
"""

from __future__ import annotations

import csv
import html
import io
import itertools
import json
import re
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
from docx.document import Document as WordDocument
from openpyxl.styles import Alignment, Font

from authoring import Line, Mark, Written, parse

HERE = Path(__file__).resolve().parent
FIXED = datetime(2026, 4, 30, 12, 0, 0)

# What the council called each file. Some hold a name of a child, as such files do.
FILES = {
    "case-01": "LCS 0048213 prebirth export.txt",
    "case-02": "Case notes H Mirza.docx",
    "case-03": "case_notes_Tolliver_Wren.docx",
    "case-04": "FF Port Ellery - case recording - step down.txt",
    "case-05": "Wrona Z CP file Jul25-Jan26.docx",
    "case-06": "Case notes LCS 0031877.docx",
    "case-07": "LEE Alfie and Ruby - running record.txt",
    "case-08": "pathway notes TM Robson FINAL v2.docx",
    "case-09": "casefile_09_transfer_in.txt",
    "case-10": "Assessment record Price A.docx",
    "case-11": "EoC recording Sept-Feb.txt",
    "case-12": "casefile_12.txt",
    "case-13": "casefile_13 al-Khatib.txt",
    "case-14": "CIN file 14 - out of school.docx",
    "case-15": "hosted family recording.txt",
    "case-16": "notes for Ryan (he has a copy).txt",
    "case-17": "CWD short breaks file.docx",
    "case-18": "Assessment - NFA - nursery referral.docx",
    "case-19": "casefile_19_rural.txt",
    "case-20": "s7 report working notes.docx",
    "case-21": "RHI notes Destiny M.txt",
    "case-22": "kinship assessment 22 (AI notes inside).docx",
    "case-23": "casefile_23.txt",
    "case-24": "UASC 24 recording.txt",
    "case-25": "reunification - running record.txt",
    "case-26": "Case notes step up EH to CP.docx",
    "fg-01": "EV focus group 1 2026-01-22.vtt",
    "fg-02": "Focus group primary St Bedes.docx",
    "fg-03": "FG3 disabled young people (table).docx",
    "fg-04": "focus group homes 26 Feb.txt",
    "fg-05": "Focus group 5 brothers and sisters.docx",
    "int-01": "interview_01_Kestwick.docx",
    "int-02": "interview_02_interpreter.txt",
    "int-03": "Interview 3 - edge of care - JOP.docx",
    "int-04": "zofia interview 24.2.26.txt",
    "int-05": "Larch House 12 March auto transcript.vtt",
    "int-06": "Siôn Prys - interview 18.02.26.docx",
    "int-07": "interview_07_tablet_and_makaton.docx",
    "int-08": "INTERVIEW 8 TYPED UP.txt",
    "int-09": "Niamh O'Dowd interview.docx",
    "int-10": "Teams_2026-03-26_OxleyVale.vtt",
    "int-11": "interview 11 STOPPED EARLY see LS.docx",
    "int-12": "Poppy at grans.txt",
    "int-13": "Teams_2026-01-22_interview13.vtt",
    "int-14": "interview_14_Port Ellery.txt",
    "let-01": "Letter to Mr Garside 16 Feb.docx",
    "let-02": "card to gareth (typed from original).txt",
    "let-03": "Formal complaint Malik-Thorne.docx",
    "let-04": "goodbye card Lai Yee.txt",
    "let-05": "advocacy notes March.txt",
    "mtg-01": "Eastmarch Voices record 12 Feb 2026.docx",
    "mtg-02": "EV notes 19 March.txt",
    "par-01": "parent_interview_01_kinship.docx",
    "par-02": "parent interview 2 Mrs W.txt",
    "par-03": "parent_interview_03_Harrowmoor.docx",
    "partner-01": "MASH visit note.docx",
    "partner-02": "police meeting 19-02-26.txt",
    "partner-03": "HV written answers.docx",
    "partner-04": "Kestwick Academy DSL conversation.docx",
    "policy-01": "Practice standards v4.docx",
    "policy-02": "Academy prospectus 2026.docx",
    "report-01": "Performance note CYP scrutiny March 2026.txt",
    "staff-01": "staff interview 01 EH.docx",
    "staff-02": "Teams_2026-02-10_NQSW.vtt",
    "staff-03": "staff_interview_03.txt",
    "staff-04": "IRO interview.docx",
    "staff-05": "Teams_2026-02-24_team manager.vtt",
    "staff-06": "staff interview 06 academy.docx",
    "staff-07": "agency worker cafe notes verbatim.txt",
    "staff-08": "Siobhan OD 10 March.vtt",
    "staff-fg-01": "Staff focus group 26 Feb.vtt",
    "staff-fg-02": "Staff focus group 2 ASYE FSW.docx",
    "sur-01": "Childrens survey responses.xlsx",
    "sur-02": "parents_survey_export.csv",
    "sur-03": "Staff survey raw.csv",
}

ENQUIRY = {
    "a": "How a referral becomes a decision, and what the child is told",
    "b": "How cases are allocated, and the size of caseloads",
    "c": "The academy for newly qualified social workers",
    "d": "Continuity, stability and the child's voice in casework",
    "e": "How children are prepared for care, and their part in decisions",
    "f": "What children and young people say",
}
MANIFEST = (
    "file",
    "title",
    "kind",
    "group",
    "date",
    "setting",
    "stage",
    "team",
    "transcribed_by",
    "topics_asked",
    "lines_of_enquiry",
    "consent",
    "in_scope",
    "speakers",
    "child",
)
# Labels whose meaning needs no explaining, so that an officer would leave them out of the manifest.
_KNOWN_LABELS = re.compile(
    r"(?i)interviewer|interpreter|supporter|i|q|yp\s?\d*|mum|mam|dad|nan|gran|carer|foster carer|"
    r"social worker|advocate"
)
# Columns of the surveys that describe the respondent and hold nobody's words.
ATTRIBUTES = frozenset({"Respondent", "respondent", "Age band", "Area", "team", "years_of_service"})


# --- what a reader sees ---


@dataclass(frozen=True)
class Shown:
    """One line as it stands in the made file, with its gold; ``question`` is the heading of its column."""

    line: Line
    text: str
    marks: tuple[Mark, ...]
    question: str = ""
    respondent: str = ""

    @property
    def whole(self) -> str:
        """The line with its label or question before it."""
        before = self.line.label or self.question
        return f"{before}: {self.text}" if before else self.text

    @property
    def whole_marks(self) -> tuple[Mark, ...]:
        """All identifiers of ``whole``."""
        shift = len(self.whole) - len(self.text)
        return self.line.label_identifiers + tuple(m.moved(shift) for m in self.marks)


def _heading(line: Line, style: int) -> Shown:
    """Write the heading of a case-note entry in one of three styles that case systems and staff use."""
    day, kind, author = line.entry
    when = date.fromisoformat(day)
    if style == 0:
        written, before, after = when.strftime("%d/%m/%Y"), f" | {kind} | ", ""
    elif style == 1:
        written, before, after = when.strftime("%d %B %Y"), f" - {kind} - ", ""
    else:
        written, before, after = day, f"  {kind}  (", ")"
    shift = len(written) + len(before)
    marks = (Mark(0, len(written), "DATE"), *(m.moved(shift) for m in line.identifiers))
    return Shown(line, f"{written}{before}{author}{after}", marks)


def shown(document: Written) -> tuple[Shown, ...]:
    """All lines of a document as a reader sees them, in order; for a survey its filled cells, row by row."""
    if document.table:
        header, *rows = document.table
        return tuple(
            Shown(cell, cell.text, cell.identifiers, question=title.text, respondent=row[0].text)
            for row in rows
            for title, cell in zip(header, row, strict=True)
            if cell.text
        )
    style = sum(map(ord, document.name)) % 3
    return tuple(
        _heading(line, style) if line.starts_entry else Shown(line, line.text, line.identifiers)
        for line in document.lines
    )


# --- files ---


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def _txt(document: Written, lines: Sequence[Shown]) -> bytes:
    parts: list[str] = []
    for number, s in enumerate(lines):
        if number and (s.line.starts_entry or s.line.heading):
            parts.append("")
        parts.append(s.whole)
        if document.is_speech:
            parts.append("")
    return ("\n".join(parts).rstrip() + "\n").encode("utf-8")


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _pieces(words: Sequence[str], most: int = 16) -> Iterator[str]:
    """Split a turn as automatic captions do: at the end of a sentence if near, else after ``most`` words."""
    piece: list[str] = []
    for word in words:
        piece.append(word)
        if len(piece) >= most or (len(piece) >= 7 and word[-1] in ".?!"):
            yield " ".join(piece)
            piece = []
    if piece:
        yield " ".join(piece)


def _vtt(document: Written, lines: Sequence[Shown]) -> bytes:
    cues = ["WEBVTT", ""]
    now = 3.0 + sum(map(ord, document.name)) % 7
    for turn, s in enumerate(lines):
        for part, piece in enumerate(_pieces(s.text.split())):
            end = now + 0.6 + 0.36 * len(piece.split())
            words = html.escape(piece, quote=False)
            voice = f"<v {s.line.label}>{words}</v>" if s.line.label else words
            cues += [f"{document.name}/{turn + 1}-{part}", f"{_clock(now)} --> {_clock(end)}", voice, ""]
            now = end + 0.08
        now += 0.45
    return "\n".join(cues).encode("utf-8")


def _fixed_zip(data: bytes) -> bytes:
    """Pack an Office file again with fixed times, so that its bytes depend on its content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                part = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            info = zipfile.ZipInfo(name, (2026, 4, 30, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, part)
    return out.getvalue()


def _speech(word: WordDocument, lines: Sequence[Shown], *, bold: bool) -> None:
    for s in lines:
        paragraph = word.add_paragraph()
        if s.line.label:
            paragraph.add_run(f"{s.line.label}:").bold = bold or None
            paragraph.add_run(f" {s.text}")
        else:
            paragraph.add_run(s.text).italic = True


def _prose(word: WordDocument, lines: Sequence[Shown]) -> None:
    for s in lines:
        if s.line.heading:
            word.add_heading(s.text, level=s.line.heading)
        else:
            word.add_paragraph().add_run(s.text).bold = s.line.starts_entry or None


def _docx(document: Written, lines: Sequence[Shown]) -> bytes:
    word = docx.Document()
    if document.head["format"] == "docx-table":
        table = word.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for s in lines:
            row = table.add_row()
            row.cells[0].text, row.cells[1].text = s.line.label, s.text
    elif document.is_speech:
        _speech(word, lines, bold=sum(map(ord, document.name)) % 3 > 0)
    else:
        _prose(word, lines)
    properties = word.core_properties
    properties.author = properties.last_modified_by = "Scrutiny team"
    properties.title = properties.comments = properties.subject = properties.keywords = ""
    properties.created = properties.modified = FIXED
    properties.revision = 1
    out = io.BytesIO()
    word.save(out)
    return _fixed_zip(out.getvalue())


def _xlsx(document: Written, _: Sequence[Shown]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Responses"
    for row in document.table:
        sheet.append([int(c.text) if c.text.isdigit() else c.text or None for c in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 14 if column[0].column <= 3 else 40
    sheet.freeze_panes = "A2"
    book.properties.creator = "Scrutiny team"
    out = io.BytesIO()
    book.save(out)
    return _fixed_zip(out.getvalue())


def _survey_csv(document: Written, _: Sequence[Shown]) -> bytes:
    return _csv([[cell.text for cell in row] for row in document.table])


WRITERS = {"txt": _txt, "vtt": _vtt, "docx": _docx, "docx-table": _docx, "xlsx": _xlsx, "csv": _survey_csv}


# --- what goes with the documents ---


def _roles_by_name(roster: Sequence[dict[str, str]]) -> dict[str, set[str]]:
    """Find the roles of all people who bear a name, alias or given name."""
    known: dict[str, set[str]] = {}
    for person in roster:
        for name in {person["name"], *person["aliases"].split("|"), person["name"].split()[0]} - {""}:
            known.setdefault(name.casefold(), set()).add(person["role"])
    return known


def _speakers(document: Written, known: dict[str, set[str]]) -> str:
    """Explain the labels that neither their words nor the roster explain; honest officers fill in little."""
    told = []
    for label, (role, _) in document.speakers.items():
        plain = label.strip("[]")
        of_roster = known.get(re.sub(r"\s*\(.*\)$", "", plain).casefold(), set())
        if not _KNOWN_LABELS.fullmatch(plain) and len(of_roster) != 1:
            told.append(f"{plain}={role}")
    return " | ".join(told)


def _manifest(documents: Sequence[Written], roster: Sequence[dict[str, str]]) -> bytes:
    known = _roles_by_name(roster)
    rows: list[Sequence[str]] = [MANIFEST]
    for d in documents:
        cells: dict[str, object] = d.head | {
            "file": FILES[d.name],
            "lines_of_enquiry": d.head["kloe"],
            "in_scope": "yes" if d.head.get("in_scope", True) else "no",
            "speakers": _speakers(d, known),
        }
        rows.append([" | ".join(v) if isinstance(v := cells.get(c, ""), list) else str(v) for c in MANIFEST])
    return _csv(rows)


def _settings() -> bytes:
    lines = [
        "[review]",
        'title = "The role of the social worker from a child\'s perspective"',
        'council = "Eastmarch County Council (fictional)"',
        'purpose = "Scrutiny review: what children say about their social workers, beside what staff say"',
        "",
        "[review.lines_of_enquiry]",
        *(f'{key} = "{words}"' for key, words in ENQUIRY.items()),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _roster(roster: Sequence[dict[str, str]]) -> bytes:
    ordered = sorted(roster, key=lambda p: ("CFSO".index(p["id"][0]), int(p["id"][1:])))
    return _csv([list(roster[0]), *(list(p.values()) for p in ordered)])


# --- gold ---


def _identifiers(document: Written, lines: Sequence[Shown]) -> dict[str, object]:
    text, spans = "", []
    for s in lines:
        spans += [[m.start, m.end, m.label, m.entity] for m in (m.moved(len(text)) for m in s.whole_marks)]
        for mark in s.whole_marks:
            assert s.whole[mark.start : mark.end].strip(), (document.name, s.whole)  # noqa: S101
        text += s.whole + "\n"
    spans.sort()
    for (_, end, *_), (start, *_) in itertools.pairwise(spans):
        assert end <= start, (document.name, text[start:end])  # noqa: S101
    return {"doc_id": document.name, "file": FILES[document.name], "text": text, "spans": spans}


def coded(document: Written) -> bool:
    """Whether its themes are marked, so that a line without one is known to have none."""
    return bool(document.head["gold"])


def author_role(document: Written) -> str:
    """Who writes in a document that is no transcript: said in its head, or as its group has it."""
    usual = {"child": "staff", "parent": "parent", "staff": "staff", "partner": "partner", "policy": "staff"}
    if document.table:
        return str(document.head["group"])
    return str(document.head.get("author") or usual[str(document.head["group"])])


def _voices(document: Written, s: Shown) -> tuple[str, tuple[Mark, ...]]:
    """Say the role of whoever speaks or writes the line, and whose view each stretch of it is."""
    role, who = document.speakers.get(s.line.label, ("unknown", ""))
    if not document.is_speech:
        role = author_role(document)
        who = f"{document.name} respondent {s.respondent}" if document.table else ""
    elif not s.line.label:
        return "unknown", ()
    if role in {"child", "care_leaver"}:
        return role, (Mark(0, len(s.text), "own_words", who),)
    marks: list[Mark] = []
    at = 0
    for tagged in (*s.line.voices, Mark(len(s.text), len(s.text), "")):
        between = s.text[at : tagged.start]
        if re.search(r"\w", between):
            start = at + len(between) - len(between.lstrip())
            marks.append(Mark(start, at + len(between.rstrip()), "adult", who))
        if tagged.label:
            marks.append(tagged)
        at = tagged.end
    child_wrote_all = all(m.label == "own_words" for m in marks) and bool(marks)
    return ("child" if child_wrote_all and not document.is_speech else role), tuple(marks)


def _is_words(document: Written, s: Shown) -> bool:
    """Whether a line is somebody's words: no heading, and no cell that only describes the respondent."""
    return not (s.line.starts_entry or s.line.heading or (document.table and s.question in ATTRIBUTES))


def _voice_rows(document: Written, lines: Sequence[Shown]) -> Iterator[dict[str, object]]:
    for unit, s in enumerate(lines):
        if _is_words(document, s):
            role, marks = _voices(document, s)
            yield {
                "doc_id": document.name,
                "kind": document.head["kind"],
                "group": document.head["group"],
                "unit": unit,
                "text": s.text,
                "speaker": s.line.label.strip("[]"),
                "question": s.question,
                "role": role,
                "spans": [[m.start, m.end, m.label, m.entity] for m in marks],
            }


def _code_rows(document: Written, lines: Sequence[Shown]) -> Iterator[dict[str, object]]:
    for unit, s in enumerate(lines):
        if not _is_words(document, s):
            continue
        role, marks = _voices(document, s)
        codes = []
        for theme, valence, evidence in s.line.codes:
            start = s.text.index(evidence)
            assert s.text.count(evidence) == 1, (document.name, evidence)  # noqa: S101
            codes.append({"code": theme, "valence": valence, "start": start, "end": start + len(evidence)})
        # The voice of a mixed line is that of its first evidence, else of its longest stretch.
        first = codes[0]["start"] if codes else -1
        hit = next((m for m in marks if m.start <= first < m.end), None)
        longest = max(marks, key=lambda m: m.end - m.start, default=None)
        voice = chosen.label if (chosen := hit or longest) else "adult"
        yield {
            "id": f"{document.name}:{unit}",
            "doc_id": document.name,
            "text": s.text,
            "role": "child" if voice == "own_words" and role not in {"child", "care_leaver"} else role,
            "voice": voice,
            "codes": codes,
        }


def _jsonl(rows: Iterable[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


# --- all of it ---


def documents() -> tuple[Written, ...]:
    """All authored documents by id. Raises ValueError naming every problem that the parser found."""
    found = tuple(parse(path) for path in sorted((HERE / "written").glob("*.txt")))
    problems = [f"{d.name}: {p}" for d in found for p in d.problems]
    problems += [f"{d.name}: no file name in FILES" for d in found if d.name not in FILES]
    if problems:
        raise ValueError("\n".join(problems))
    return found


def make(target: Path) -> None:
    """Write ``documents/`` and ``gold/`` into ``target``, replacing what stands there."""
    written = documents()
    with (HERE / "written" / "roster.csv").open(encoding="utf-8", newline="") as file:
        roster = list(csv.DictReader(file))
    lines = {d.name: shown(d) for d in written}
    files = {f"documents/{FILES[d.name]}": WRITERS[str(d.head["format"])](d, lines[d.name]) for d in written}
    files |= {
        "documents/manifest.csv": _manifest(written, roster),
        "documents/roster.csv": _roster(roster),
        "documents/childvoice.toml": _settings(),
        "gold/identifiers.jsonl": _jsonl(_identifiers(d, lines[d.name]) for d in written),
        "gold/voice.jsonl": _jsonl(r for d in written for r in _voice_rows(d, lines[d.name])),
        "gold/codes.jsonl": _jsonl(r for d in written if coded(d) for r in _code_rows(d, lines[d.name])),
    }
    for folder in ("documents", "gold"):
        shutil.rmtree(target / folder, ignore_errors=True)
        (target / folder).mkdir(parents=True)
    for name, data in files.items():
        (target / name).write_bytes(data)


def counts() -> str:
    """Count what the data-set card says, as Markdown."""
    written = documents()
    words = {d.name: sum(len(s.text.split()) for s in shown(d)) for d in written}
    lines = [f"{len(written)} documents, {sum(words.values()):,} words.", ""]
    for key in ("format", "kind", "group"):
        lines += [f"| {key} | documents | words |", "|---|---:|---:|"]
        for value in sorted({str(d.head[key]) for d in written}):
            names = [d.name for d in written if d.head[key] == value]
            lines.append(f"| {value} | {len(names)} | {sum(words[n] for n in names):,} |")
        lines.append("")
    spans = Counter(m.label for d in written for s in shown(d) for m in s.whole_marks)
    voices = Counter(m.label for d in written for s in shown(d) if _is_words(d, s) for m in _voices(d, s)[1])
    gold = [d for d in written if coded(d)]
    codes = Counter(code for d in gold for s in shown(d) for code, _, _ in s.line.codes)
    for title, counter in (("identifier", spans), ("voice", voices), ("theme", codes)):
        lines += [f"| {title} | marked |", "|---|---:|"]
        lines += [f"| {what} | {n:,} |" for what, n in sorted(counter.items())]
        lines += [f"| all | {sum(counter.values()):,} |", ""]
    lines.append(f"Themes are marked in {len(gold)} of the documents.")
    return "\n".join(lines)


def card(text: str) -> str:
    """Renew the counts in the data-set card ``text``."""
    return re.sub(r"(?s)(<!-- counts -->\n).*(<!-- end of counts -->)", rf"\g<1>{counts()}\n\2", text)


def main() -> int:
    """Make everything in its place and renew the counts of the card."""
    make(HERE)
    readme = HERE / "README.md"
    readme.write_text(card(readme.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(counts().split("\n", 1)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
