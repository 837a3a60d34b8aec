"""The pages of a review: one file of ``views/`` each, in the order of the numbers that they begin with."""

from __future__ import annotations

import streamlit as st

import shared
from childvoice.drawer import plugins

views = sorted(plugins("views"), key=lambda m: int(m.__name__.rpartition(".")[2].partition("_")[0]))
st.navigation(shared.menu(views), position="top").run()
