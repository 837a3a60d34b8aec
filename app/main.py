"""The pages of a review: one file of ``views/`` each, in the order of the numbers that they begin with."""

from __future__ import annotations

import streamlit as st

import door
import frame
import reading
from childvoice.drawer import plugins

door.pass_or_stop()
views = sorted(plugins("views"), key=lambda m: int(m.__name__.rpartition(".")[2].partition("_")[0]))
if pages := frame.register(views):
    st.navigation(pages, position="top").run()
else:
    door.alone(lambda: door.nothing_here(reading.person()))
