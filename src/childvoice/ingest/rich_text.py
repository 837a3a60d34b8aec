"""Rich text (RTF) read token by token into paragraphs and tables.

Written here and not taken from a library: those at hand leave in what was deleted under tracked changes, write
out addresses of links, and take neither bold labels nor letters beyond the first 65,536.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from childvoice.ingest.blocks import Paragraph, Table

_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<byte>[0-9a-f]{2})|(?P<sign>[^a-z]))"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.IGNORECASE | re.DOTALL,
)
# Groups that hold no text of the page; those with \* that are not known are passed over too.
_PASSED = frozenset(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf "
    "object themedata datastore listtable listoverridetable rsidtbl generator annotation atnid atnauthor atndate atnicn "
    "atnref xmlnstbl latentstyles fldinst nonshppict revtbl mmathPr pgptbl wgrffmtfilter tc xe bkmkstart bkmkend "
    "template operator author title keywords private ftnsep ftnsepc aftnsep aftnsepc".split()
)
_SHOWN = frozenset({"shptxt", "footnote", "fldrslt", "shppict", "pntext", "listtext"})
_NOTES = {"annotation": "comments were not read as part of the text"}
_RUNNING = re.compile(r"(?:header|footer)[lrf]?$")
_SIGNS = {"~": "\xa0", "_": "-", "-": "", "\n": "\n", "\r": "\n"}
_WORDS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "softline": "\n",
}
_CHARSETS = {
    "0": "cp1252",
    "77": "mac_roman",
    "128": "cp932",
    "161": "cp1253",
    "162": "cp1254",
    "177": "cp1255",
}
_CHARSETS |= {"178": "cp1256", "186": "cp1257", "204": "cp1251", "238": "cp1250", "222": "cp874"}
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group and ends with it."""

    passed: bool = False
    note: bool = False
    deleted: bool = False
    hidden: bool = False
    bold: bool = False
    font: str = ""
    skip: int = 1  # characters that stand in for one of Unicode


@dataclass(slots=True)
class RichText:
    """Reads one text; ``blocks``, ``notes`` and ``warnings`` hold what was found."""

    blocks: list[Paragraph | Table] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list, repr=False)
    warnings: list[str] = field(default_factory=list)
    encoding: str = "cp1252"
    _fonts: dict[str, str] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list, repr=False)
    _foot: list[str] = field(default_factory=list, repr=False)
    _lead: list[str] = field(default_factory=list, repr=False)
    _leading: bool = True
    _cells: list[str] = field(default_factory=list, repr=False)
    _rows: Table = field(default_factory=list, repr=False)
    _in_table: bool = False
    _bytes: bytearray = field(default_factory=bytearray, repr=False)
    _high: int = 0
    _skip: int = 0

    def read(self, text: str) -> None:
        """Read all of ``text``. Raises ValueError if its groups do not close."""
        self._fonts = _fonts(text)
        state, stack, first = _State(), list[_State](), False
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind == "byte":
                if self._skip:
                    self._skip -= 1
                elif not state.passed:
                    self._bytes += bytes.fromhex(match["byte"])
                continue
            self._flush(state)
            if kind == "brace":
                first = match["brace"] == "{"
                if first:
                    stack.append(state)
                    if len(stack) > _DEEPEST:
                        raise ValueError
                    continue
                if state.note and stack and not stack[-1].note:
                    self._end_note()
                if not stack:
                    raise ValueError
                state = stack.pop()
                if not stack:
                    break
            elif kind == "text":
                words = match["text"]
                cut = min(self._skip, len(words))
                self._skip -= cut
                self._put(words[cut:], state)
            elif kind == "sign":
                if match["sign"] == "*" and first:
                    state = replace(state, passed=self._passes(text, match.end()) or state.passed)
                elif match["sign"] in "\r\n":
                    self._word("par", "", state)
                else:
                    self._put(_SIGNS.get(match["sign"], match["sign"]), state)
            elif match["word"]:
                state = self._word(match["word"], match["number"] or "", state)
            first = first and kind == "sign"
        if stack:
            raise ValueError
        self._flush(state)
        self._paragraph()
        self._end_table()

    def _passes(self, text: str, at: int) -> bool:
        word = _TOKEN.match(text, at)
        return not (word and word["word"] in _SHOWN)

    def _word(self, word: str, number: str, state: _State) -> _State:
        if word in _PASSED:
            told = _NOTES.get(word) or (
                "running heads and feet were not read as part of the text" if _RUNNING.match(word) else ""
            )
            if told and told not in self.warnings:
                self.warnings.append(told)
            return replace(state, passed=True)
        if word == "footnote":
            return replace(state, note=True)
        if word == "ansicpg" and number:
            self.encoding = _known(f"cp{number}") or self.encoding
        elif word in ("par", "sect", "page", "row", "cell", "trowd", "intbl", "pard", "nestcell", "nestrow"):
            self._structure(word, state)
        elif word == "u" and number:
            self._unicode(int(number), state)
        elif word == "uc":
            return replace(state, skip=int(number or 1))
        elif word == "b":
            return replace(state, bold=number != "0")
        elif word == "f":
            return replace(state, font=number)
        elif word == "plain":
            return replace(state, bold=False, hidden=False, deleted=False)
        elif word == "v":
            return replace(state, hidden=number != "0")
        elif word == "deleted":
            if (
                number != "0"
                and "tracked deletions were left out; accepted text was read" not in self.warnings
            ):
                self.warnings.append("tracked deletions were left out; accepted text was read")
            return replace(state, deleted=number != "0")
        elif word in _WORDS:
            self._put(_WORDS[word], state)
        return state

    def _structure(self, word: str, state: _State) -> None:
        if state.passed:
            return
        if word in ("trowd", "intbl"):
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif state.note:
            self._foot.append(" ")
        elif word in ("cell", "nestcell"):
            self._cells.append(" ".join("".join(self._parts).split()))
            self._clear()
        elif word in ("row", "nestrow"):
            self._rows.append(self._cells)
            self._cells = []
        elif self._cells or (self._in_table and word == "par"):
            self._parts.append(" ")
        else:
            self._end_table()
            self._paragraph()

    def _unicode(self, code: int, state: _State) -> None:
        code += 0x10000 if code < 0 else 0
        self._skip = state.skip
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00) if self._high else 0xFFFD
        self._high = 0
        self._put(chr(code) if 0 < code < 0x110000 else "", state)

    def _flush(self, state: _State) -> None:
        if self._bytes:
            encoding = self._fonts.get(state.font) or self.encoding
            text = self._bytes.decode(encoding, errors="replace")
            self._bytes.clear()
            self._put(text, state)

    def _put(self, text: str, state: _State) -> None:
        if not text or state.passed or state.deleted or state.hidden:
            return
        if state.note:
            self._foot.append(text)
            return
        if self._rows and not self._in_table and text.strip():
            self._end_table()
        self._parts.append(text)
        if self._leading and state.bold:
            self._lead.append(text)
        elif text.strip():
            self._leading = False

    def _paragraph(self) -> None:
        if text := "".join(self._parts).strip():
            lead = "" if self._leading else "".join(self._lead).strip().rstrip(":").rstrip()
            self.blocks.append(Paragraph(text, lead))
        self._clear()

    def _clear(self) -> None:
        self._parts.clear()
        self._lead.clear()
        self._leading = True

    def _end_table(self) -> None:
        if self._rows:
            self.blocks.append(self._rows)
            self._rows = []

    def _end_note(self) -> None:
        if text := " ".join("".join(self._foot).split()):
            self.notes.append(text)
        self._foot.clear()


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def _fonts(text: str) -> dict[str, str]:
    """Encoding of each font that declares a character set."""
    found = re.findall(r"\\f(\d+)(?:\\[a-eg-z][a-z]*-?\d*|\\f[a-z]+\d*|\s)*?\\fcharset(\d+)", text[:200_000])
    return {font: _CHARSETS[charset] for font, charset in found if charset in _CHARSETS and charset != "0"}
