"""What stands before Streamlit on a council's server: files only for the person whose page offers them, and headers.

Streamlit hands a file out to whoever knows its address. Here the address alone is not enough: the cookie has to be that
of a log-in that is open, and a page has to have offered the file to that very log-in.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from streamlit import runtime
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

# Streamlit's own reading of its cookie, signature included: a second one of ours could read it otherwise.
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

import door
from childvoice.access import Door, key_of

_FILES, _UPLOADS, _CALLBACK = "/media/", "/_stcore/upload_file/", "/oauth2callback"
_HEADERS = {
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guard:
    """Middleware around Streamlit; ``encrypted`` says whether browsers reach the server by https."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], *, encrypted: bool) -> None:
        self._app = app
        self._encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let Streamlit do so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        # What Streamlit's routes see. A request's own 'url' is put together with the header Host, which may say anything.
        path = scope["path"]

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self._dress(request, MutableHeaders(scope=message))
            await send(message)

        if path.startswith((_FILES, _UPLOADS)) and not _theirs(request):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, sending)
            return
        await self._app(scope, receive, sending)

    def _dress(self, request: Request, headers: MutableHeaders) -> None:
        headers.update(_HEADERS)
        if request.scope["path"].startswith(_FILES):
            headers["Cache-Control"] = "no-store"
        cookies = headers.getlist("set-cookie")
        asked = request.query_params
        if request.scope["path"] == _CALLBACK and ("code" in asked or "error" in asked):
            given = [c for c in cookies if c.startswith(f"{USER_COOKIE_NAME}=") and "Max-Age=0" not in c]
            if not given:
                headers["location"] = f"/?{door.FAILED}=failed"
        if self._encrypted and cookies:
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")


def _theirs(request: Request) -> bool:
    """Tell whether a request comes with an open log-in, and what it asks for stands in one of that person's own tabs."""
    raw = _get_signed_cookie_with_chunks(dict(request.cookies), USER_COOKIE_NAME)
    if raw is None:
        return False
    claims = json.loads(raw)
    if door.look(claims).door is not Door.OPEN:
        return False
    mine, parts = key_of(claims), request.scope["path"].split("/")
    if request.scope["path"].startswith(_UPLOADS):
        return door.TABS.get(parts[3]) == mine
    file = runtime.get_instance().media_file_mgr.read_file(parts[2].partition(".")[0])
    return file is not None and (mine, door.digest(file.content)) in door.OFFERED
