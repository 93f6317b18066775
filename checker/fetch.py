"""One document from its address: https only, from that host only, so long, so much, and no more."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

CHUNK = 65_536
_PRINTED = re.compile(r"[\x21-\x7e]+")
_WITH_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_USER_AGENT = re.compile(r"[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*")
_EDGAR = re.compile(r"(?:.+\.)?sec\.gov", re.IGNORECASE)


class CannotFetch(Exception):
    """Nothing was brought; the message says why, ``help`` what can be done."""

    def __init__(self, reason: str, help: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help


@dataclass(frozen=True, slots=True)
class Received:
    """What a server sent: the bytes and the media type it gave them."""

    content: bytes
    kind: str


def fetch(
    address: str, *, user_agent: str | None, largest: int, seconds: float, ca_bundle: Path | None = None
) -> Received:
    """Return what stands at an address.

    Raises:
        CannotFetch: the address is none of https, nobody says who asks, the server refuses, sends
            elsewhere or too much, takes too long, or cannot prove who it is.
    """
    parts = _checked(address)
    request = Request(
        address, headers={"User-Agent": _asking(user_agent, parts), "Accept": "text/plain, */*;q=0.1"}
    )
    until = time.monotonic() + seconds
    try:
        with _opener(ca_bundle).open(request, timeout=seconds) as response:
            return _received(response, largest, until)
    except CannotFetch:
        raise
    except HTTPError as error:
        error.close()
        raise CannotFetch(
            f"the server answers {error.code} {error.reason}".rstrip(), _remedy(error.code)
        ) from None
    except URLError as error:
        raise CannotFetch(_why(error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CannotFetch(_why(error)) from None


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        wrong = not _PRINTED.fullmatch(address) or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise CannotFetch("this is no address", "write it as https://host/path")
    if parts.scheme.lower() != "https":
        raise CannotFetch(
            f"the address is {parts.scheme or 'no'}: only https is fetched", "write it as https://host/path"
        )
    if parts.username is not None or parts.password is not None:
        raise CannotFetch("the address holds a user name or password")
    return parts


def _asking(user_agent: str | None, parts: SplitResult) -> str:
    """Return who asks; without that nothing is sent."""
    help = (
        'write `user_agent = "Name name@example.com"` below `[fetch]` in redline.toml, or give --user-agent'
    )
    if user_agent is None:
        raise CannotFetch("nobody says who asks: a declared User-Agent is wanted", help)
    if not _USER_AGENT.fullmatch(user_agent):
        raise CannotFetch("the User-Agent must be plain characters on one line", help)
    if _EDGAR.fullmatch(parts.hostname or "") and not _WITH_ADDRESS.search(user_agent):
        raise CannotFetch("SEC EDGAR wants a User-Agent with a name and an e-mail address", help)
    return user_agent


# --- the connection --------------------------------------------------------------------------


class _OnlyThere(HTTPRedirectHandler):
    """Follows to the same host by https; anywhere else is said, not followed."""

    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        to = urljoin(req.full_url, newurl)
        if urlsplit(to).scheme != "https":
            raise CannotFetch(f"the server sends on to {to}, which is not https")
        if urlsplit(to).netloc.lower() != urlsplit(req.full_url).netloc.lower():
            raise CannotFetch(
                f"the server sends on to another host: {to}", "declare that address, if it is right"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(ca_bundle: Path | None) -> OpenerDirector:
    try:
        context = ssl.create_default_context(cafile=str(ca_bundle) if ca_bundle else None)
    except (OSError, ssl.SSLError):
        raise CannotFetch(f"`{ca_bundle}` holds no certificates") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPDefaultErrorHandler(),
        _OnlyThere(),
        HTTPErrorProcessor(),
        HTTPSHandler(context=context),
    ):
        opener.add_handler(handler)
    return opener


def _received(response: http.client.HTTPResponse, largest: int, until: float) -> Received:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise CannotFetch(f"the server sends it packed ({encoding}), which was not asked for")
    content = bytearray()
    while chunk := response.read1(CHUNK):
        content += chunk
        if len(content) > largest:
            raise CannotFetch(
                f"it is larger than {largest:,} bytes", "set `largest` below `[fetch]` in redline.toml"
            )
        if time.monotonic() > until:
            raise CannotFetch("it takes too long", "set `seconds` below `[fetch]` in redline.toml")
    said = response.headers.get("Content-Length", "")
    if said.isdigit() and int(said) != len(content):
        raise CannotFetch(f"the connection ended early: {len(content):,} of {int(said):,} bytes came")
    return Received(bytes(content), response.headers.get("Content-Type", ""))


def _why(error: object) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server cannot prove who it is: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection ended early"
    text = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
    return f"no connection: {text[:1].lower()}{text[1:]}"


def _remedy(code: int) -> str | None:
    if code in (403, 429):
        return "SEC EDGAR refuses those who do not say who they are, and those who ask too often"
    return None
