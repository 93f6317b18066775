"""``redline sources``: pins, coverage, notes and passages in a small workspace; fetching from a server."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import Result

from checker.source import Source
from checker.sources.fingerprint import fingerprint
from checker.sources.passages import read_passages

Run = Callable[..., Result]
Write = Callable[[Path, str | bytes], Path]

PLAN = """\
                         QUAY PLAN

     This plan is made for those who are named at the end of it, and for no others.

     FIRST:  The fee is paid out of the assets of
the class.

     SECOND:  The fee is paid each month:

     (A)  on its last day; and

     (B)  never before.
"""
CLAUSES = """\
agreement plan "A plan"
  source "quay.txt"
{address}
clause out_of_assets at "FIRST"{first}
  says "The class pays."
  for each payment
  must hold payment.amount is at least $0

clause on_the_last_day at "SECOND (A)"{second}
  says "On the last day."
  for each payment
  must hold payment.amount is at least $0

passage "TITLE"
  not encoded because "The title."
"""
MORE = """
passage "PREAMBLE"
  not encoded because "Names nobody."

passage "second (b)"
  not encoded because "Follows from the one before."

define month_of_fee at "SECOND"
  given payment
  means payment.amount
"""
REST = '\npassage "PREAMBLE" not encoded because "x"\npassage "SECOND" not encoded because "y"\n'


def pin_of(label: str, text: str = PLAN) -> str:
    return fingerprint(read_passages(Source("quay.txt", text))[label].text)


@pytest.fixture
def plan(workspace: Path, write: Write) -> Callable[..., Path]:
    """Write a workspace whose clauses have these pins; return the clause file."""

    def make(
        first: str = "", second: str = "", *, more: str = "", text: str = PLAN, address: str = ""
    ) -> Path:
        write(workspace / "redline.toml", 'sources = "documents"\n')
        write(workspace / "documents" / "quay.txt", text)
        pins = {"first": f" pin {first}" if first else "", "second": f" pin {second}" if second else ""}
        address = f'  address "{address}"\n' if address else ""
        clauses = CLAUSES.format(**pins, address=address) + more
        return write(workspace / "agreements" / "plan" / "agreement.clause", clauses)

    return make


# --- pins ------------------------------------------------------------------------------------


def test_pins_that_hold_however_the_text_is_set(plan: Any, run: Run) -> None:
    reset = PLAN.replace(
        "paid out of the assets of\nthe class", "paid\n\n     out of the as-\nsets of the class"
    )
    reset = reset.replace("\n\n     out", "\n   out")
    plan(pin_of("FIRST"), pin_of("SECOND (A)"), text=reset)
    done = run("sources", "verify", "plan")
    assert done.exit_code == 0
    assert "note[S004" in done.stdout
    assert "S003" not in done.stdout
    assert "documents/quay.txt (plan): 2 of 3 citations pinned\n" in done.stdout


def test_a_pin_that_does_not_hold_and_a_paragraph_that_is_not_there(plan: Any, run: Run) -> None:
    plan("00000000", more='\npassage "NINTH" not encoded because "x"\n')
    done = run("sources", "verify")
    assert done.exit_code == 1
    assert "error[S003 pin-mismatch]: `FIRST` has changed since it was pinned" in done.stdout
    assert "error[S002 paragraph-not-found]: `documents/quay.txt` has no paragraph `NINTH`" in done.stdout
    assert "(plan): 0 of 4 citations pinned" in done.stdout
    assert done.stderr == ""


def test_a_document_that_is_not_at_hand_is_no_pass(plan: Any, run: Run, workspace: Path) -> None:
    plan()
    (workspace / "documents" / "quay.txt").unlink()
    for command in ([], ["verify"], ["coverage"], ["notes"], ["show", "plan", "FIRST"], ["pin"]):
        done = run("sources", *command)
        assert (done.exit_code, done.stdout) == (3, "")
        assert "warning[S001 source-not-found]" in done.stderr


def test_missing_pins_are_written_and_the_layout_stays(plan: Any, run: Run) -> None:
    file = plan(more=MORE)
    run("fmt", file)
    before = file.read_text()
    done = run("sources", "pin")
    assert done.exit_code == 0
    assert f'+clause out_of_assets at "FIRST" pin {pin_of("FIRST")}' in done.stdout
    assert f'+passage "second (b)" pin {pin_of("SECOND (B)")}' in done.stdout
    assert "6 pins added, 0 changed" in done.stderr
    assert run("fmt", "--check", file).exit_code == 0
    assert before != file.read_text()
    assert "6 of 6 citations pinned" in run("sources", "verify").stdout
    again = run("sources", "pin")
    assert (again.exit_code, again.stdout) == (0, "")


def test_a_file_that_is_not_laid_out_keeps_everything_else(plan: Any, run: Run) -> None:
    file = plan(more='\npassage   "PREAMBLE"\n\n   not encoded because   "x"  # why\n')
    before = file.read_text()
    assert run("sources", "pin").exit_code == 0
    after = file.read_text()
    assert f'passage   "PREAMBLE" pin {pin_of("PREAMBLE")}\n\n   not encoded because   "x"  # why\n' in after
    for label in ("TITLE", "PREAMBLE", "FIRST", "SECOND (A)"):
        after = after.replace(f" pin {pin_of(label)}", "", 1)
    assert after == before


def test_changed_pins_want_a_person(plan: Any, run: Run) -> None:
    file = plan("00000000")
    before = file.read_text()
    done = run("sources", "pin")
    assert done.exit_code == 1
    assert file.read_text() == before
    assert "FIRST  documents/quay.txt:5-6" in done.stdout
    assert (
        "clause out_of_assets  agreements/plan/agreement.clause:4  pinned to another text (00000000)"
        in done.stdout
    )
    assert (
        f'-clause out_of_assets at "FIRST" pin 00000000\n+clause out_of_assets at "FIRST" pin {pin_of("FIRST")}\n'
        in done.stdout
    )
    assert "nothing is written" in done.stderr
    assert run("sources", "pin", "--yes").exit_code == 0
    assert pin_of("FIRST") in file.read_text()


def test_a_dry_run_writes_nothing(plan: Any, run: Run) -> None:
    file = plan("00000000")
    before = file.read_text()
    done = run("sources", "pin", "--dry-run", "--yes")
    assert (done.exit_code, file.read_text()) == (0, before)
    assert "+clause out_of_assets" in done.stdout


def test_a_pin_of_a_paragraph_that_is_not_there_is_left_alone(plan: Any, run: Run) -> None:
    file = plan(more='\npassage "NINTH" not encoded because "x"\n')
    done = run("sources", "pin")
    assert done.exit_code == 1
    assert "S002" in done.stderr
    assert '"NINTH" not encoded' in " ".join(file.read_text().split())


# --- coverage --------------------------------------------------------------------------------


def test_coverage_of_each_passage(plan: Any, run: Run) -> None:
    plan(more=MORE)
    done = run("sources", "coverage", "--format", "json")
    result = json.loads(done.stdout)
    (document,) = result["documents"]
    assert (done.exit_code, result["exit_code"]) == (0, 0)
    told = {row["label"]: (row["state"], row["by"], row["reasons"]) for row in document["rows"]}
    assert told == {
        "TITLE": ("not encoded", [], ["The title."]),
        "PREAMBLE": ("not encoded", [], ["Names nobody."]),
        "FIRST": ("encoded", ["clause out_of_assets"], []),
        "SECOND": ("encoded", ["define month_of_fee"], []),
        "SECOND (A)": ("encoded", ["clause on_the_last_day"], []),
        "SECOND (B)": ("not encoded", [], ["Follows from the one before."]),
    }
    assert document["passages"] == {"encoded": 3, "not encoded": 3, "uncovered": 0}
    assert document["words"] == {"encoded": 11 + 6 + 5, "not encoded": 2 + 18 + 2, "uncovered": 0}


def test_uncovered_is_an_error(plan: Any, run: Run) -> None:
    plan()
    done = run("sources", "coverage")
    assert done.exit_code == 1
    assert "uncovered      3 of 6 passages, 26 of 44 words (59.0%)" in done.stdout
    assert "\n  SECOND (B)  UNCOVERED\n" in done.stdout
    whole = run("sources")
    assert whole.exit_code == 1
    assert "error[S006 uncovered-passage]: `SECOND (B)` is neither encoded nor left out" in whole.stdout
    assert "3 of 6 passages covered, 40.9% of the words" in whole.stdout


def test_a_passage_around_covers_what_nobody_else_cites_and_it_is_said(plan: Any, run: Run) -> None:
    plan(more=REST)
    done = run("sources", "coverage")
    assert done.exit_code == 0
    assert "SECOND (B)  not encoded: y (through SECOND)" in done.stdout
    assert "SECOND (A)  clause on_the_last_day\n" in done.stdout
    assert "1 of them through the passage around them" in done.stdout


def test_coverage_as_markdown_and_to_a_file(plan: Any, run: Run, workspace: Path) -> None:
    plan()
    done = run("sources", "coverage", "--format", "markdown", "-o", "coverage.md")
    assert (done.exit_code, done.stdout) == (1, "")
    text = (workspace / "coverage.md").read_text()
    assert "| FIRST | 5 | 11 | encoded | clause out\\_of\\_assets |" in text
    assert "| PREAMBLE | 3 | 18 | uncovered |  |" in text


# --- notes and passages ----------------------------------------------------------------------


def test_notes_do_not_fail(plan: Any, run: Run) -> None:
    plan(text=PLAN.replace("SECOND:", "SECCOND:"))
    done = run("sources", "notes")
    assert done.exit_code == 0
    assert " --> documents/quay.txt:8:6\n" in done.stdout
    assert done.stdout.endswith("documents/quay.txt (plan): 1 note\n")


def test_one_passage(plan: Any, run: Run) -> None:
    plan(pin_of("FIRST"), more=MORE)
    done = run("sources", "show", "agreements/plan", "second (a)")
    assert done.exit_code == 0
    assert done.stdout == (
        "SECOND (A)  documents/quay.txt:10\n\n  (A)  on its last day; and\n\n"
        f"fingerprint {pin_of('SECOND (A)')}\n\n"
        "cited by\n  clause on_the_last_day  agreements/plan/agreement.clause:9  no pin\n\n"
        "cited with the passage around it, by\n"
        "  define month_of_fee (at SECOND)  agreements/plan/agreement.clause:23\n"
    )
    assert "  pinned\n" in run("sources", "show", "plan", "FIRST").stdout


def test_nothing_is_shown_of_what_is_not_there(plan: Any, run: Run) -> None:
    plan()
    done = run("sources", "show", "plan", "FRIST")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "help: did you mean `FIRST`?" in done.stderr
    wrong = run("sources", "verify", "plam", "nowhere")
    assert wrong.exit_code == 2
    assert "there is no agreement `plam`" in wrong.stderr
    assert "there is no agreement `nowhere`" in wrong.stderr


def test_an_amendment_has_a_document_of_its_own(plan: Any, run: Run, write: Write, workspace: Path) -> None:
    plan(more=MORE)
    amendment = f"""\
amendment one to plan "Amendment No. 1"
  source "one.txt"
  effective 2024-02-01
  replace clause out_of_assets with
    at "FIRST" pin {pin_of("FIRST", "AMENDMENT" + chr(10) * 2 + "FIRST: All is paid.")}
    says "All is paid."
    for each payment
    must hold payment.amount is at least $1
"""
    write(workspace / "agreements" / "plan" / "amendments" / "one.clause", amendment)
    write(workspace / "documents" / "one.txt", "AMENDMENT\n\nFIRST: All is paid.\n")
    done = run("sources", "verify")
    assert "documents/one.txt (one): 1 of 1 citations pinned" in done.stdout
    assert "documents/quay.txt (plan): 0 of 6 citations pinned" in done.stdout
    covered = run("sources", "coverage", "one")
    assert covered.exit_code == 1
    assert "  TITLE  UNCOVERED\n  FIRST  clause out_of_assets\n" in covered.stdout


@pytest.mark.parametrize("command", ["verify", "coverage", "notes", "pin", "fetch"])
def test_nothing_to_compare(workspace: Path, run: Run, write: Write, command: str) -> None:
    write(workspace / "agreements" / "plan" / "agreement.clause", 'agreement plan "A plan"\n')
    done = run("sources", command)
    assert (done.exit_code, done.stdout) == (4, "")


def test_a_clause_file_with_a_mistake_ends_the_run(plan: Any, run: Run) -> None:
    plan(more="\nclaus x\n")
    done = run("sources")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "error[P002" in done.stderr


def test_the_workspace_may_stand_before_the_command(plan: Any, run: Run, workspace: Path) -> None:
    plan(more=MORE)
    (workspace / "agreements" / "plan" / "deep").mkdir()
    for args in (["--workspace", workspace, "coverage"], ["coverage", "--workspace", workspace]):
        assert run("sources", *args).exit_code == 0
    assert run("sources", "--workspace", workspace / "nowhere", "coverage").exit_code == 2


# --- fetching --------------------------------------------------------------------------------


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that break off: the tests make them do so."""

    def handle_error(self, *_: object) -> None:
        pass


class Server:
    """A server on loopback with a certificate of its own; says what it was asked."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca_bundle = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.ca_bundle))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.slow = False
        self.http = Quiet(("127.0.0.1", 0), self.handler())
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.at = f"https://localhost:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802  # the name that the base class wants
                server.asked.append((self.path, self.headers.get("User-Agent")))
                code, headers, body = server.pages.get(self.path, (404, {}, b"nothing"))
                self.send_response(code)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                for at in range(0, len(body), 500):
                    self.wfile.write(body[at : at + 500])
                    if server.slow:
                        time.sleep(0.6)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def page(self, body: bytes | str, code: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages["/quay.txt"] = (code, {"Content-Type": "text/plain"} | names, content)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Server(tmp_path)
    yield made
    made.http.shutdown()
    made.http.server_close()


AGENT = "Example Funds, Inc. counsel@example.com"


@pytest.fixture
def fetched(server: Server, plan: Any, run: Run, workspace: Path) -> Callable[..., Result]:
    """Fetch the plan's document from the server, which has to be told what to send."""
    plan(address=f"{server.at}/quay.txt")
    (workspace / "documents" / "quay.txt").unlink()

    def fetch(*args: object) -> Result:
        return run("sources", "fetch", "--user-agent", AGENT, "--ca-bundle", server.ca_bundle, *args)

    return fetch


def lock(workspace: Path) -> dict[str, Any]:
    (entry,) = tomllib.loads((workspace / "sources.lock").read_text())["document"]
    return dict(entry)


def refused(done: Result, workspace: Path, *why: str) -> None:
    """Check that nothing was written and why."""
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error[S020 not-fetched]: `quay.txt` is not fetched: ")
    assert all(each in done.stderr for each in why), done.stderr
    assert sorted(p.name for p in (workspace / "documents").iterdir()) == []
    assert not (workspace / "sources.lock").exists()


def test_a_document_is_brought_and_recorded(server: Server, fetched: Any, run: Run, workspace: Path) -> None:
    server.page(PLAN)
    done = fetched("plan")
    assert (done.exit_code, done.stderr) == (0, "")
    digest = hashlib.sha256(PLAN.encode()).hexdigest()
    assert done.stdout == (
        f"documents/quay.txt: new, {len(PLAN)} bytes, sha256 {digest}\n  from {server.at}/quay.txt\n"
    )
    assert (workspace / "documents" / "quay.txt").read_text() == PLAN
    assert lock(workspace) == {
        "file": "documents/quay.txt", "address": f"{server.at}/quay.txt", "sha256": digest, "bytes": len(PLAN),
    }  # fmt: skip
    assert server.asked == [("/quay.txt", AGENT)]
    again = fetched()
    assert again.exit_code == 0
    assert "as it is here" in again.stdout
    assert run("sources", "verify").exit_code == 0


def test_the_certificate_may_come_from_the_environment(server: Server, fetched: Any, run: Run) -> None:
    server.page(PLAN)
    done = run("sources", "fetch", "--user-agent", AGENT, SSL_CERT_FILE=str(server.ca_bundle))
    assert done.exit_code == 0


def test_who_asks_may_stand_in_the_settings(
    server: Server, fetched: Any, run: Run, write: Write, workspace: Path
) -> None:
    server.page(PLAN)
    write(workspace / "redline.toml", f'sources = "documents"\n[fetch]\nuser_agent = "{AGENT}"\n')
    assert run("sources", "fetch", "--ca-bundle", server.ca_bundle).exit_code == 0
    assert server.asked == [("/quay.txt", AGENT)]


def test_nothing_is_sent_unless_somebody_says_who_asks(
    server: Server, fetched: Any, run: Run, workspace: Path
) -> None:
    refused(run("sources", "fetch"), workspace, "nobody says who asks", "--user-agent")
    refused(run("sources", "fetch", "--user-agent", " "), workspace, "on one line")
    refused(run("sources", "fetch", "--user-agent", "a\nX-Evil: b"), workspace, "on one line")
    assert server.asked == []


def test_a_document_that_is_there_is_not_overwritten(
    server: Server, fetched: Any, run: Run, workspace: Path
) -> None:
    server.page(PLAN)
    kept = workspace / "documents" / "quay.txt"
    kept.write_text(PLAN.replace("never", "not"))
    done = fetched()
    assert done.exit_code == 1
    assert "documents/quay.txt: differs, not written (--force writes it)" in done.stdout
    assert "-     (B)  not before.\n+     (B)  never before.\n" in done.stdout
    assert "not before" in kept.read_text()
    assert not (workspace / "sources.lock").exists()
    forced = fetched("--force")
    assert forced.exit_code == 0
    assert "differs, overwritten" in forced.stdout
    assert "+     (B)  never before.\n" in forced.stdout
    assert kept.read_text() == PLAN
    kept.write_text(PLAN.replace("never", "not"))
    assert "warning[S019 not-as-fetched]" in run("sources", "verify").stdout


def test_a_long_difference_is_cut(server: Server, fetched: Any, workspace: Path) -> None:
    server.page("".join(f"line {n} is new\n\n" for n in range(500)))
    (workspace / "documents" / "quay.txt").write_text("".join(f"line {n} is old\n\n" for n in range(500)))
    shown = fetched().stdout.splitlines()
    assert len(shown) < 100
    assert shown[-1].startswith("... and ")


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        ("<!DOCTYPE html>\n<html><p>FIRST", {}, "HTML"),
        ("FIRST: It is paid.", {"Content_Type": "text/html; charset=utf-8"}, "HTML"),
        (b"%PDF-1.4 FIRST", {}, "PDF"),
        (b"FIRST\0", {}, "zero byte"),
        (b"FIRST \x81", {}, "neither in UTF-8 nor in Windows-1252"),
        (" \n", {}, "empty"),
        ("FIRST", {"Content_Encoding": "gzip"}, "packed (gzip)"),
        ("FIRST", {"Content_Length": "50"}, "ended early"),
    ],
)
def test_what_is_no_plain_text_is_refused(
    server: Server, fetched: Any, workspace: Path, body: bytes | str, headers: dict[str, str], why: str
) -> None:
    server.page(body, **headers)
    refused(fetched(), workspace, why)


def test_other_bytes_are_taken_for_windows_1252_and_that_is_said(
    server: Server, fetched: Any, workspace: Path
) -> None:
    content = b"FIRST: the \x93Fee\x94 is paid.\n"
    server.page(content)
    done = fetched()
    assert done.exit_code == 0
    assert "  decoded as Windows-1252, kept as UTF-8\n" in done.stdout
    assert (workspace / "documents" / "quay.txt").read_text() == "FIRST: the \u201cFee\u201d is paid.\n"
    assert lock(workspace)["received_sha256"] == hashlib.sha256(content).hexdigest()


def test_the_tags_of_edgar_are_taken_off(server: Server, fetched: Any, workspace: Path) -> None:
    head = "<DOCUMENT>\n<TYPE>EX-99.M\n<SEQUENCE>2\n<FILENAME>quay.txt\n<TEXT>\n"
    server.page(f"{head}FIRST: A &amp; B pay &lt;1%, not &amp;lt;.\n</TEXT>\n</DOCUMENT>\n")
    done = fetched()
    assert "EDGAR's tags around the document are taken off" in done.stdout
    assert (workspace / "documents" / "quay.txt").read_text() == "FIRST: A & B pay <1%, not &lt;.\n"


def test_too_much_and_too_slow(server: Server, fetched: Any, write: Write, workspace: Path) -> None:
    write(workspace / "redline.toml", 'sources = "documents"\n[fetch]\nlargest = 999\nseconds = 1\n')
    server.page("x" * 1000)
    refused(fetched(), workspace, "larger than 999 bytes")
    server.page("x" * 999)
    assert fetched().exit_code == 0
    (workspace / "documents" / "quay.txt").unlink()
    (workspace / "sources.lock").unlink()
    write(workspace / "redline.toml", 'sources = "documents"\n[fetch]\nlargest = 9999\nseconds = 1\n')
    server.page("x" * 2500)
    server.slow = True
    refused(fetched(), workspace, "takes too long")


def test_refusals_of_the_server(server: Server, fetched: Any, workspace: Path) -> None:
    refused(fetched(), workspace, "the server answers 404 Not Found")
    server.page("no", 403)
    refused(fetched(), workspace, "403", "SEC EDGAR refuses those who do not say who they are")


def test_where_a_server_sends_on_to(server: Server, fetched: Any, workspace: Path) -> None:
    for to, why in (
        (f"http://localhost:{server.http.server_port}/quay.txt", "not https"),
        ("https://elsewhere.invalid/quay.txt", "another host: https://elsewhere.invalid/quay.txt"),
        ("file:///etc/hostname", "not allowed"),
        ("/quay.txt", "302"),
    ):
        server.page("", 302, Location=to)
        refused(fetched(), workspace, why)
    server.page("", 302, Location="/moved.txt")
    server.pages["/moved.txt"] = (200, {}, PLAN.encode())
    assert fetched().exit_code == 0


def test_a_server_must_prove_who_it_is(server: Server, fetched: Any, run: Run, workspace: Path) -> None:
    server.page(PLAN)
    refused(run("sources", "fetch", "--user-agent", AGENT), workspace, "cannot prove who it is")
    refused(
        run("sources", "fetch", "--user-agent", AGENT, "--ca-bundle", "redline.toml"),
        workspace,
        "certificates",
    )
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://localhost/quay.txt", "only https is fetched"),
        ("file:///etc/hostname", "no address"),
        ("ftp://localhost/quay.txt", "only https is fetched"),
        ("https:///quay.txt", "no address"),
        ("https://me:secret@localhost/quay.txt", "user name or password"),
        ("https://localhost/a b", "no address"),
        ("https://localhost:99999/", "no address"),
        ("https://www.sec.gov/Archives/quay.txt", "a name and an e-mail address"),
    ],
)
def test_addresses(plan: Any, run: Run, workspace: Path, address: str, why: str) -> None:
    plan(address=address)
    (workspace / "documents" / "quay.txt").unlink()
    refused(run("sources", "fetch", "--user-agent", "somebody"), workspace, why)


def test_nobody_answers(plan: Any, run: Run, workspace: Path, server: Server) -> None:
    server.http.shutdown()
    server.http.server_close()
    plan(address=f"{server.at}/quay.txt")
    (workspace / "documents" / "quay.txt").unlink()
    refused(run("sources", "fetch", "--user-agent", AGENT), workspace, "no connection: connection refused")


@pytest.mark.parametrize("name", ["../quay.txt", "a/b.txt", ".quay.txt", "quay.clause", "/etc/quay.txt"])
def test_a_name_that_would_lie_elsewhere(
    plan: Any, run: Run, workspace: Path, name: str, server: Server
) -> None:
    file = plan(address=f"{server.at}/quay.txt")
    file.write_text(file.read_text().replace("quay.txt", name, 1))
    done = run("sources", "fetch", "--user-agent", AGENT)
    assert done.exit_code == 2
    assert "is no name of a file ending in .txt" in done.stderr
    assert server.asked == []


def test_without_a_folder_for_documents(fetched: Any, write: Write, workspace: Path, server: Server) -> None:
    write(workspace / "redline.toml", "")
    refused(fetched(), workspace, "no folder for documents is set")
    assert server.asked == []


def test_a_document_beside_its_agreement_stays_there(
    server: Server, fetched: Any, write: Write, workspace: Path
) -> None:
    beside = write(workspace / "agreements" / "plan" / "quay.txt", "FIRST: old")
    server.page(PLAN)
    assert fetched("--force").exit_code == 0
    assert beside.read_text() == PLAN
    assert lock(workspace)["file"] == "agreements/plan/quay.txt"


def test_a_lock_that_is_none(plan: Any, run: Run, write: Write, workspace: Path) -> None:
    plan(more=MORE)
    for text in ("document = 3", "[[document]]\nfile = 'a'", "[[", "x = 1", "document = [1979-05-27]"):
        write(workspace / "sources.lock", text)
        done = run("sources", "verify")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "error[W003 unreadable-file]: this is no list of fetched documents" in done.stderr
