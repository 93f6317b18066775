"""``redline sources``: the documents, against what is encoded of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.cli.library import Library, Shelf
    from checker.diagnostics import Diagnostic
    from checker.sources.accounts import Account

FORMATS = ("terminal", "json", "markdown")
PAGES = ("markdown", "html")
NOT_AT_HAND = 3

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _agreements(command: Decorated) -> Decorated:
    argument = click.argument("agreements", nargs=-1, metavar="[AGREEMENT]...")
    return argument(common.color_option(common.workspace_option(command)))


@click.group("sources", invoke_without_command=True)
@common.color_option
@common.workspace_option
@click.pass_context
def command(ctx: click.Context, color: str, workspace: Path) -> int | None:
    """Compare what is encoded with the documents it was encoded from.

    Without a command: verifies pins, reports what is uncovered, and notes the defects of the
    documents. An AGREEMENT is named, or given as its folder; all of them by default.
    """
    if ctx.invoked_subcommand is not None:
        given: dict[str, Any] = {"color": (color,), "workspace": (str(workspace),)}
        ctx.default_map = {ctx.invoked_subcommand: given}
        return None
    return _report(workspace, (), color, (_pins, _uncovered, _defects))


@command.command("verify")
@_agreements
def verify(agreements: tuple[str, ...], color: str, workspace: Path) -> int:
    """Compare each pin with its passage.

    Set in another way it is the same passage: white space, page breaks, hyphenation and page
    furniture do not matter.
    """
    return _report(workspace, agreements, color, (_pins,))


@command.command("notes")
@_agreements
def notes(agreements: tuple[str, ...], color: str, workspace: Path) -> int:
    """Note the defects of the documents themselves.

    Numbers left out or misprinted, references to nowhere, unclosed brackets, dates and terms that
    do not agree, blanks. They are no mistakes of the encoding.
    """
    return _report(workspace, agreements, color, (_defects,))


@command.command("coverage")
@_agreements
@common.once("--format", "style", type=click.Choice(FORMATS), default="terminal", help="[default: terminal]")
@common.output_option
def coverage(
    agreements: tuple[str, ...], color: str, workspace: Path, style: str, output: Path | None
) -> int:
    """Say of each passage what encodes it, or why nothing does.

    Ends with 1 if a passage is neither encoded nor left out with a reason.
    """
    from checker.cli.library import library
    from checker.report import documents as report
    from checker.report.layout import page

    books = library(workspace, agreements, color)
    covered = [report.Covered(_account(shelf), shelf.names) for shelf in books.shelves]
    common.report(_not_at_hand(books), books.texts, color)
    code = _exit_code(books, wrong=any(each.account.uncovered for each in covered))
    if style == "json":
        text = report.render_json(covered, [each.source for each in books.missing], code)
    elif style == "markdown":
        text = report.render_markdown(covered)
    else:
        colored = common.wants_color(color if output is None or color == "always" else "never")
        text = report.render_terminal(covered, page(common.width(output), color=colored)) if covered else ""
    common.emit(text, output)
    return code


@command.command("show")
@click.argument("agreement")
@click.argument("paragraph")
@common.color_option
@common.workspace_option
def show(agreement: str, paragraph: str, color: str, workspace: Path) -> int:
    """Show a passage, its fingerprint, and who cites it.

    PARAGRAPH is its label as printed, such as "SIXTH (E)(1)"; "sixth (e)" and "6th (E)" do too.
    """
    from checker.cli.library import library

    books = library(workspace, [agreement], color)
    if not books.shelves:
        common.stop(_not_at_hand(books), books.texts, color)
        return _exit_code(books)
    shown = [text for shelf in books.shelves if (text := _passage(books, shelf, paragraph, color))]
    if not shown:
        common.stop([_no_passage(shelf, paragraph) for shelf in books.shelves], color=color)
    common.emit("\n".join(shown))
    return common.OK


@command.command("page")
@click.argument("agreement")
@common.once("--format", "style", type=click.Choice(PAGES), default="markdown", help="[default: markdown]")
@click.option("--full", is_flag=True, help="Quote passages in full, not only their first forty words.")
@common.output_option
@common.color_option
@common.workspace_option
def page(agreement: str, style: str, full: bool, output: Path | None, color: str, workspace: Path) -> int:
    """Write an agreement paragraph by paragraph.

    What each says, how it is encoded, which facts decide it, which scenarios try it, and what is
    noted of the document there. A document that is not at hand is not quoted.
    """
    from checker.cli.library import library
    from checker.cli.paging import book_of
    from checker.report.paragraph_pages import render

    books = library(workspace, [agreement], color)
    common.report(_not_at_hand(books), books.texts, color)
    for folder in dict.fromkeys(each.folder for each in books.instruments):
        common.emit(render(book_of(books, folder, full=full), style), output)
    return _exit_code(books)


@command.command("pin")
@_agreements
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@click.option("--yes", is_flag=True, help="Also write pins of passages that changed, without asking.")
def pin(agreements: tuple[str, ...], color: str, workspace: Path, dry_run: bool, yes: bool) -> int:
    """Write the pins that are missing or out of date.

    Shows the difference. A pin of a passage that changed is written only after a person has
    compared the clause with it: they are asked, or say so with --yes.
    """
    from checker.cli.library import library
    from checker.cli.pinning import update

    books = library(workspace, agreements, color)
    common.report(_not_at_hand(books), books.texts, color)
    if not books.shelves:
        return _exit_code(books)
    lost = [d for shelf in books.shelves for d in _pins(books, shelf) if d.code == "S002"]
    common.report(lost, books.texts, color)
    done = update(books, dry_run=dry_run, yes=yes)
    return common.VIOLATED if lost or not done else _exit_code(books)


@command.command("fetch")
@_agreements
@common.once(
    "--user-agent", metavar="TEXT", help="Who asks: a name and an e-mail address.  [default: the settings']"
)
@common.once(
    "--ca-bundle", metavar="FILE", type=common.PATH, help="Certificates to trust.  [default: the system's]"
)
@click.option("--force", is_flag=True, help="Write a document although another one is there.")
def fetch(
    agreements: tuple[str, ...],
    color: str,
    workspace: Path,
    user_agent: str | None,
    ca_bundle: Path | None,
    force: bool,
) -> int:
    """Bring documents from the addresses that agreements declare.

    By https only. What came and from where is written to sources.lock. A document that is there
    and differs is shown, not overwritten.
    """
    from checker.cli.fetching import bring
    from checker.cli.library import library

    books = library(workspace, agreements, color)
    return bring(books, user_agent=user_agent, ca_bundle=ca_bundle, force=force)


# --- what is found ---------------------------------------------------------------------------

Finder = Callable[["Library", "Shelf"], "Iterable[Diagnostic]"]


def _report(workspace: Path, agreements: Sequence[str], color: str, finders: Sequence[Finder]) -> int:
    """Write what the finders find in each document and a line for each; return the exit code."""
    from checker.cli.library import library
    from checker.diagnostics.render import render

    books = library(workspace, agreements, color)
    found = [d for shelf in books.shelves for finder in finders for d in finder(books, shelf)]
    common.report(_not_at_hand(books), books.texts, color)
    lines = [_line(shelf, finders, found) for shelf in books.shelves]
    shown = render(found, books.texts, color=common.wants_color(color, sys.stdout))
    common.emit("\n".join([*([shown, ""] if found else []), *lines]))
    return _exit_code(books, wrong=common.has_errors(found))


def _pins(books: Library, shelf: Shelf) -> Iterable[Diagnostic]:
    from checker.sources.lock import not_as_fetched
    from checker.sources.verify import verify

    path = shelf.document.source.path
    yield from verify(shelf.document, [(c.label, c.pin, c.span) for c in shelf.citations])
    yield from not_as_fetched(dict(books.workspace.digests), books.lock, {path: shelf.instruments[0].span})


def _uncovered(books: Library, shelf: Shelf) -> Iterable[Diagnostic]:
    from checker.sources.accounts import uncovered

    return uncovered(_account(shelf))


def _defects(books: Library, shelf: Shelf) -> Iterable[Diagnostic]:
    from checker.sources.defects import defects

    return defects(shelf.document)


def _account(shelf: Shelf) -> Account:
    from checker.sources.accounts import account

    return account(shelf.document, shelf.citations)


# --- what is said of it ----------------------------------------------------------------------


def _line(shelf: Shelf, finders: Sequence[Finder], found: Sequence[Diagnostic]) -> str:
    """Return one line for a document: what was looked at, and how much of it is well."""
    from checker.report.documents import totals

    said = []
    if _pins in finders:
        spans = {c.span for c in shelf.citations}
        wrong = {d.primary.where for d in found if d.code in ("S002", "S003", "S004")} & spans
        said.append(f"{len(spans) - len(wrong)} of {len(spans)} citations pinned")
    if _uncovered in finders:
        said.append(totals(_account(shelf)))
    if _defects in finders:
        path = shelf.document.source.path
        notes = sum(1 for d in found if d.severity == "note" and _path(d) == path)
        said.append(f"{notes} note{'' if notes == 1 else 's'}")
    return f"{shelf.document.source.path} ({', '.join(shelf.names)}): {'; '.join(said)}"


def _path(d: Diagnostic) -> str:
    return d.primary.where.path


def _not_at_hand(books: Library) -> list[Diagnostic]:
    from checker.diagnostics import diagnostic
    from checker.values.spelling import shown

    found = []
    for each in books.missing:
        message = f"the source document {shown(each.source)} is not at hand; nothing is compared with it"
        if each.address:
            help = f"`redline sources fetch {each.name}` brings it"
        else:
            help = 'say in redline.toml where documents are kept: `sources = "..."`'
        found.append(diagnostic("S001", message, each.span, help=help))
    return found


def _exit_code(books: Library, *, wrong: bool = False) -> int:
    if not books.instruments:
        common.note("no agreement names a source document")
        return common.NOTHING
    if wrong:
        return common.VIOLATED
    return NOT_AT_HAND if books.missing else common.OK


def _passage(books: Library, shelf: Shelf, paragraph: str, color: str) -> str:
    from checker.cli.library import passage_text

    document = shelf.document
    passage = document.find(paragraph)
    if passage is None:
        return ""
    around = set(document.around(passage.label))
    resolved = [(document.resolve(citing.label), citing) for citing in shelf.citations]
    cited = [(found.label, citing) for found, citing in resolved if found and found.label in around]
    return passage_text(books, document, passage.label, cited, color=common.wants_color(color))


def _no_passage(shelf: Shelf, paragraph: str) -> Diagnostic:
    from checker.diagnostics import Place, diagnostic
    from checker.sources.labels import hint
    from checker.values.spelling import shown

    document = shelf.document
    message = f"{shown(document.source.path)} has no paragraph {shown(paragraph)}"
    return diagnostic("W005", message, Place("PARAGRAPH"), help=hint(paragraph, document))
