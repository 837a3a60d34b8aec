"""What makes a report accessible is checked where it is put together, not in each format."""

from __future__ import annotations

import pytest

from childvoice.publish.paper import Bar, Bullets, Chart, Grid, Heading, Paper, Quote


def paper(*blocks: object) -> Paper:
    return Paper("A report", "", tuple(blocks), front={})  # type: ignore[arg-type]


def test_a_heading_that_skips_an_order_is_refused():
    assert len(paper(Heading("a"), Heading("b", 2), Heading("c", 3), Heading("d")).headings) == 4
    with pytest.raises(ValueError, match="skip an order"):
        paper(Heading("a"), Heading("c", 3))
    with pytest.raises(ValueError, match="skip an order"):
        paper(Heading("b", 2))


def test_a_chart_needs_the_sentence_that_it_shows():
    with pytest.raises(ValueError, match="sentence"):
        Chart("Who raised what", (Bar("Food", 3, "3"),), " ")


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="each column"):
        Grid("Numbers", ("Theme", "Children"), (("Food",),))


def test_an_empty_list_is_refused():
    with pytest.raises(ValueError, match="something in it"):
        Bullets(())


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I liked her.", "“I liked her.”"),
        ('"I liked her."', '"I liked her."'),
        ("‘Never’ he said", "‘Never’ he said"),
    ],
)
def test_words_that_bring_their_quotation_marks_get_no_others(said, shown):
    assert Quote(said, "A child").marked == shown
