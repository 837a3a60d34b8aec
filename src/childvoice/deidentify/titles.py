"""Words that stand before a name: one list for all who look for them, cut them off, or link by them."""

from __future__ import annotations

MEN = frozenset("mr sir lord master herr señor".split())
WOMEN = frozenset("mrs ms miss lady mme mlle madame frau sra dra señora".split())
POSTS = frozenset(
    "mx dr doctor prof professor rev judge hhj cllr councillor pc dc ds di sgt sergeant nurse imam rabbi pastor canon sheikh".split()
)
RANKS = frozenset("hhj pc dc ds di".split())
"""Of them those that are written in capitals alone: 'Di Nudd' is no inspector."""
FORMAL = MEN | WOMEN | POSTS
"""Titles that a surname follows."""
KINSMEN = frozenset("uncle grandad granda grandpa daddy dad brother".split())
KINSWOMEN = frozenset(
    "auntie aunty aunt nan nana nanna nanny nain gran granny grandma mummy mum mam sister".split()
)
KIN = KINSMEN | KINSWOMEN | frozenset("cousin our oor".split())
"""Kin words that stand before a name like a title."""
CALLED = frozenset("big little young old auld wee".split())
"""Words before a name that part people where a document uses two of them: Big Margaret and Young Margaret."""
TITLES = FORMAL | KIN | frozenset({"big", "little"})
"""What may be left over of a span when its name is taken by another, and is nobody's name."""
APART = frozenset("senior junior snr jnr sr jr".split())
"""Father and son of one name: with such a word behind it it is another person than without."""
