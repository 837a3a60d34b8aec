"""The data protection impact pack, in the order of the ICO's seven steps."""

from __future__ import annotations

from collections.abc import Sequence

from childvoice.custody.due import sentence
from childvoice.governance.facts import Facts
from childvoice.publish.paper import Block, Bullets, Grid, Heading, Para, ToWrite
from childvoice.report import method, told
from childvoice.report.committee import TO_WRITE

_POLICIES = {
    "strict": "people as numbered pseudonyms; places, ages and rare events told by kind alone, dates by year",
    "standard": "people, places and organisations as numbered pseudonyms; dates by month, ages in bands",
    "light": "people as numbered pseudonyms; towns kept, dates moved or by month, ages kept",
}


def blocks(facts: Facts) -> Sequence[Block]:
    """Return the parts of the paper."""
    seen, chosen = facts.seen, facts.seen.settings
    documents = method.documents(seen)
    return [
        Heading("1. Why an assessment is needed"),
        Para(
            "Words of children and of people who work with them are read with software that takes names out and suggests "
            "themes. Children are vulnerable data subjects, and the documents hold special category data."
        ),
        ToWrite("the aim of the project and who decided that an assessment is needed."),
        Heading("2. The processing"),
        Heading("Nature", 2),
        Bullets(method.steps(seen), numbered=True),
        Para("Everything happens on one machine: no part of the software opens a connection to another."),
        Heading("Scope", 2),
        Para(f"Who speaks: {told.who(seen) or 'nobody yet'}."),
        *([Grid.of("Documents by kind and group", documents)] if documents else []),
        Para(_taken_out(facts)),
        ToWrite("where the documents come from, which years they cover, and which area."),
        Heading("Context", 2),
        ToWrite(
            "what the children and adults were told, what they expect, whether they could refuse, and what is known of "
            "concerns about such use."
        ),
        Heading("Purposes", 2),
        Para(chosen.review.purpose) if chosen.review.purpose else ToWrite("what the review is for."),
        Para("Not a purpose: no decision about a person, no score, and no prediction about a child."),
        Heading("3. Consultation"),
        ToWrite(
            "how children, parents, staff, the data protection officer and the Caldicott Guardian were asked."
        ),
        Heading("4. Necessity and proportionality"),
        Grid("Necessity and proportionality", ("Question", "Answer"), _necessity(facts)),
        Heading("5. Risks"),
        Para("Likelihood and severity are for people to judge; what the software does about each is filled in."),
        Grid("Risks and measures", ("Risk", "How likely", "How severe", "What is done about it"), _risks(facts)),
        Heading("6. Measures that remain to be taken"),
        Bullets(_open(facts)),
        ToWrite("further measures, each with who and until when, and the risk that remains after them."),
        Heading("7. Sign-off"),
        Grid(
            "Sign-off",
            ("What", "Name and date", "Notes"),
            tuple(
                (what, TO_WRITE, TO_WRITE)
                for what in (
                    "Measures approved by", "Remaining risks approved by", "Advice of the data protection officer",
                    "Advice accepted or overruled by", "Comments of those consulted reviewed by",
                    "This assessment is kept under review by",
                )
            ),
        ),
    ]  # fmt: skip


def _taken_out(facts: Facts) -> str:
    risk = facts.seen.manifest.get("risk")
    if not risk:
        return "What was replaced is not known: no run has been recorded yet."
    replaced = sum(risk["replaced"].values())
    doubtful = sum(d["count"] for d in risk["doubtful"])
    rare = facts.seen.count(int(risk["people with a rare combination"]))
    return (
        f"{replaced} identifiers were replaced, {doubtful} of them in doubt; {rare} people have a combination of details in "
        f"the text that fewer than {risk['smallest cell below']} share."
    )


def _necessity(facts: Facts) -> tuple[tuple[str, str], ...]:
    chosen = facts.seen.settings
    policy = chosen.deidentify.policy
    return (
        ("Lawful basis (Article 6), and condition for special categories (Article 9)", TO_WRITE),
        ("Is there another way to reach the same purpose?", TO_WRITE),
        ("How is it made sure that no more is processed than needed?",
         f"Policy of taking names out: '{policy}' ({_POLICIES[policy]})."),
        ("How good is the data? Who checks?", facts.checked),
        ("How long is it kept?", sentence(facts.due.until, facts.due.days)),
        ("What are people told?", TO_WRITE),
        ("How are their rights met?",
         "A document is withdrawn with all that follows from it (childvoice withdraw); objections and access requests: "
         f"{TO_WRITE.lower()}."),
        ("Processors and transfers", "None by the software: nothing leaves the machine. "
         f"Where the machine stands and who runs it: {TO_WRITE.lower()}."),
    )  # fmt: skip


def _risks(facts: Facts) -> tuple[tuple[str, str, str, str], ...]:
    chosen = facts.seen.settings
    lead = chosen.safeguarding.lead
    rows = (
        ("A child is recognised in what is shown to members",
         f"Pseudonyms; numbers from 1 to {chosen.suppression.below - 1} and what would tell them are hidden "
         f"({chosen.suppression.rule}); rare facts are flagged. Some identifiers are missed: a person reads before release."),
        ("Somebody reads the originals", facts.vault),
        ("A passage that tells of harm is overlooked",
         (f"Such passages go to {lead} first. " if lead else "No safeguarding lead is named yet. ")
         + "Some will be missed: no flag does not mean no concern."),
        ("A wrong theme is taken for what children said",
         f"Codes are suggestions, shown with their words. {facts.checked}"),
        ("An adult's view is counted as a child's", "Only words that a child said or wrote count as a child's."),
        ("Somebody changes the record of decisions",
         f"The audit log is chained by digests: {facts.audit_lines} lines, "
         + ("none changed or missing." if not facts.audit_faults else f"{facts.audit_faults} faults.")),
        ("It is kept too long, or lost",
         f"{sentence(facts.due.until, facts.due.days)} Backups on record: {len(facts.due.backups)}."),
        ("Figures are used to judge a worker or a child", "No figure is of a person. "
         f"How members are told: {TO_WRITE.lower()}."),
    )  # fmt: skip
    return tuple((risk, TO_WRITE, TO_WRITE, done) for risk, done in rows)


def _open(facts: Facts) -> tuple[str, ...]:
    """What the software can see that is missing."""
    chosen, found = facts.seen.settings, []
    if not chosen.safeguarding.lead:
        found.append("Name a safeguarding lead in childvoice.toml.")
    if chosen.retention.until is None:
        found.append("Set a date until which the review may be kept.")
    if facts.due.in_the_open:
        found.append(f"{facts.due.in_the_open} originals lie outside the vault: lock them away.")
    if not facts.due.backups:
        found.append("No backup has been made.")
    if facts.reviewers < 2:
        found.append("Let a second person check a random sample.")
    if chosen.suppression.below < 6:
        found.append(
            f"Numbers from {chosen.suppression.below} are shown: ask whether that is enough for this area."
        )
    return tuple(found) or ("None that the software can see.",)
