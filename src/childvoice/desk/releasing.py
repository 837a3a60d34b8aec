"""From approved quotes to a signed release: what is decided on the way, and what was made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from childvoice.decisions import About, Anchor, Draft, Verdict, anchor
from childvoice.desk.people import May
from childvoice.desk.quotes import Quotes
from childvoice.desk.register import FOLDER, Made, made
from childvoice.errors import ReleaseError
from childvoice.findings import Finding, findings
from childvoice.release import Content, SignedOff, content_of, differences, digest_of, read, write
from childvoice.release.check import Report, check
from childvoice.release.edition import edition
from childvoice.release.file import ENDING, Release, in_hand
from childvoice.report import wording

USUAL_FINDINGS = 5


class Releasing(Quotes):
    """Quotes, findings and releases of a review, for one person. Every act asks whether they may."""

    @property
    def folder(self) -> Path:
        """The folder in which the files of the releases lie."""
        return self._folder / FOLDER

    # -- findings --------------------------------------------------------------------------------------------

    def findings(self) -> list[tuple[Finding, bool]]:
        """Return all findings that could be told, those that most children stand behind first, and whether each is.

        Until somebody chooses, the first five are.
        """
        self.person.check(May.RELEASE)
        seen = self.seen
        found = findings(
            seen.cells,
            [],
            {t.id: t.plain for t in seen.codebook.themes},
            policy=seen.policy,
            most=len(seen.codebook),
        )
        chosen = {d.theme: d.verdict is Verdict.ACCEPT for d in self._ledger.standing(About.FINDING)}
        return [(f, chosen.get(f.theme, n < USUAL_FINDINGS)) for n, f in enumerate(found)]

    def choose(self, theme: str, *, told: bool) -> None:
        """Tell the finding on a theme, or leave it out."""
        self.person.check(May.RELEASE)
        verdict = Verdict.ACCEPT if told else Verdict.REJECT
        self._ledger.decide(self.person.name, [Draft(About.FINDING, verdict, theme=theme)])

    # -- the release -----------------------------------------------------------------------------------------

    def content(self) -> Content:
        """Return what a release would hold now."""
        self.person.check(May.RELEASE)
        chosen = [f.theme for f, told in self.findings() if told]
        return content_of(self.seen, self._evidence, self.approved(), chosen)

    def draft(self, content: Content) -> Release:
        """Return the release as it would be, with its page, before anybody has signed it."""
        signed = self.signed(content) or SignedOff(by="nobody yet", at="")
        unwritten = in_hand(content, "draft", signed)
        return Release("draft", signed, unwritten.content, unwritten.digest, edition(unwritten))

    def signed(self, content: Content) -> SignedOff | None:
        """Return who signed exactly this content off, None if nobody did since it last changed."""
        digest = digest_of(content)
        for d in reversed(self._ledger.standing(About.RELEASE)):
            if d.verdict is Verdict.SIGNED and d.value == digest:
                return SignedOff(by=d.person, at=d.at)
        return None

    def sign(self, content: Content, name: str = "") -> None:
        """Sign a content off, as ``name`` where nobody has logged in. Raises ReleaseError if a check found something."""
        self.person.check(May.SIGN)
        self._proved(self.draft(content))
        self._ledger.decide(
            name.strip() or self.person.name, [Draft(About.RELEASE, Verdict.SIGNED, value=digest_of(content))]
        )

    def _proved(self, release: Release) -> Report:
        report = check(release)
        if not report.clean:
            raise ReleaseError("it holds what no release may hold", remedy=wording.capital(report.found[0]))
        return report

    def make(self) -> Made:
        """Write what was signed off into a file of the folder ``releases``, and keep what it holds by id.

        Raises ReleaseError if the content is not what was signed off, or a check finds something in it.
        """
        self.person.check(May.RELEASE)
        content = self.content()
        signed = self.signed(content)
        if signed is None:
            raise ReleaseError(
                "nobody has signed this off as it is now",
                remedy="Let the lead read it and sign it off; any change since then needs a new signature",
            )
        name = self._next_name()
        unwritten = in_hand(content, name, signed)
        page = edition(unwritten)
        self._proved(Release(name, signed, unwritten.content, unwritten.digest, page))
        path = self.path(name)
        digest = write(content, name, signed, page, path)
        try:
            made, *_ = self._ledger.decide(self.person.name, self._holdings(name, digest))
        except BaseException:
            path.unlink(missing_ok=True)  # a release that the review does not know of cannot go stale
            raise
        return Made(name, made.at, made.person, digest, "", there=True)

    def _holdings(self, name: str, digest: str) -> list[Draft]:
        """What a release holds, so that a withdrawal finds it: its quotes, and every document in its numbers."""
        snap = self._snapshot
        drafts = [Draft(About.RELEASE, Verdict.MADE, theme=name, value=digest)]
        for source in self.seen.sources:
            everywhere = Anchor(source.id, -1, "", "", 0, 0)
            drafts.append(Draft(About.RELEASE, Verdict.HOLDS, everywhere, theme=name))
        for words in self.approved():
            e = snap.by_id[words.excerpt]
            text = snap.texts[e.source, e.unit]
            place = anchor(e.source, e.unit, text, e.start + words.start, e.start + words.end)
            drafts.append(Draft(About.RELEASE, Verdict.HOLDS, place, theme=name))
        return drafts

    def path(self, name: str) -> Path:
        """Name the file of a release."""
        return self.folder / f"{name}{ENDING}"

    def _next_name(self) -> str:
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        taken = {m.name for m in made(self._workspace, self.folder)}
        number = next(
            n for n in range(1, 10_000) if f"{day}-{n}" not in taken and not self.path(f"{day}-{n}").exists()
        )
        return f"{day}-{number}"

    def releases(self) -> list[Made]:
        """Return the releases that were made, newest first."""
        return made(self._workspace, self.folder)

    def holds_it_already(self, content: Content) -> str:
        """Name the newest release if it holds exactly this, empty if it does not."""
        for newest in self.releases()[:1]:
            try:
                if newest.there and digest_of(read(self.path(newest.name)).content) == digest_of(content):
                    return newest.name
            except ReleaseError:
                return ""
        return ""

    def since_the_last(self, content: Content) -> list[str]:
        """Say where a reader of the last release and of this one could subtract."""
        for last in self.releases():
            if last.there:
                try:
                    return differences(read(self.path(last.name)).content, content)
                except ReleaseError:
                    continue
        return []
