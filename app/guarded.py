"""The pages on a council's server: main.py behind Streamlit's own log-in and the guard. 'childvoice serve' starts it.

Secrets go from the file that the administrator wrote straight into this process: not over a command line, not
through the environment, into no other file.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from childvoice.access import read
from childvoice.serving import LOGIN_VARIABLE
from guard import Guard

_login = read(Path(os.environ[LOGIN_VARIABLE]))
app = App(
    Path(__file__).with_name("main.py"),
    secrets={"auth": _login.for_streamlit()},
    middleware=[Middleware(Guard, encrypted=_login.origin.startswith("https:"))],
)
