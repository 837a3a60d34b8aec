"""Bank details: sort codes, account numbers, IBANs and card numbers.

Sort code and account side by side need no word before them; either alone does. IBAN lengths are ISO 13616's;
cards are told from other long numbers by the Luhn digit (ISO/IEC 7812).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from childvoice.deidentify.spans import Found
from childvoice.records import Label

LABELS = (Label.CASE_ID,)

_PAIR = re.compile(r"(?<![\w/.-])\d{2}([- ])\d{2}\1\d{2}(?:[ ,/]{1,3}|\s+)\d{8}(?![\w/-])")
_SORT = re.compile(r"(?i)\bs(?:ort(?:ing)? ?code|/c)s?\b[^\d\n]{0,12}(\d{2}[- ]?\d{2}[- ]?\d{2})(?![\w/-])")
_ACCOUNT = re.compile(
    r"(?i)\b(?:bank|acc(?:ount|nt|t)?|a/c|Monzo|Starling|HSBC|Barclays|NatWest|Lloyds|Santander|Nationwide|Halifax|TSB|"
    r"Revolut|Chase|Post Office card)(?:\.|\b)(?: (?:no|num|number|details))?[^\d\n]{0,16}(\d{8}|\d{4} \d{4})(?![\w/-])"
)
_ROLL = re.compile(
    r"(?i)\b(?:roll|building society)(?: (?:no|number|ref))?\b[ .:#]{1,3}([A-Z\d][A-Z\d/-]{5,17})(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?!\w)")
_CARD = re.compile(r"(?<![\w/.-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w/-])")


def find(text: str) -> Iterator[Found]:
    """Find account details as forms, letters and texts have them."""
    for m in _PAIR.finditer(text):
        yield Found(m.start(), m.end(), Label.CASE_ID, "bank", 0.97)
    for pattern, score in ((_SORT, 0.96), (_ACCOUNT, 0.94), (_ROLL, 0.93)):
        for m in pattern.finditer(text):
            if any(c.isdigit() for c in m[1]):
                yield Found(m.start(1), m.end(1), Label.CASE_ID, "bank", score)
    for m in _IBAN.finditer(text):
        if _iban(m[0].replace(" ", "")):
            yield Found(m.start(), m.end(), Label.CASE_ID, "bank", 0.98)
    for m in _CARD.finditer(text):
        if _luhn(re.sub(r"\D", "", m[0])):
            yield Found(m.start(), m.end(), Label.CASE_ID, "bank", 0.97)


def _iban(number: str) -> bool:
    """Whether a British number has its 22 characters; another its check digits right (modulus 97, ISO 13616)."""
    if number.startswith("GB"):
        return bool(re.fullmatch(r"GB\d{2}[A-Z]{4}\d{14}", number))
    moved = number[4:] + number[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(int(d) * (2 if n % 2 else 1), 10)) for n, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1
