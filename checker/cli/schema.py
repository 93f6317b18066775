"""``redline schema``: JSON Schemas, for editors and for those who read reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from checker.cli import common

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FACTS = ("register", "ledger")
NAMES = (*FACTS, "scenarios", "settings", "waivers", "findings", "tests", "coverage", "consolidated",
         "amended", "compared", "gated", "impact")  # fmt: skip


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), required=False)
@common.output_option
@common.color_option
@common.workspace_option
def command(name: str | None, output: Path | None, color: str, workspace: Path) -> int:
    """Print the JSON Schema of a file that Redline reads or writes.

    register and ledger are those of the workspace, or of the shipped vocabulary where there is
    no workspace. findings, tests, coverage, consolidated, amended, compared, gated and impact are
    what check, test, sources coverage, show agreement, amend, diff, gate and impact write as
    JSON. Without a name, lists the names.
    """
    if name is None:
        common.emit("\n".join(NAMES), output)
        return common.OK
    schema = _of_facts(name, workspace, color) if name in FACTS else MODELS[name]()
    text = json.dumps({"$schema": DRAFT, **schema}, indent=2, ensure_ascii=False)
    common.emit(text, output)
    return common.OK


def _of_facts(name: str, workspace: Path, color: str) -> dict[str, Any]:
    from checker.facts import models
    from checker.workspace import find_root

    make = models.register_schema if name == "register" else models.ledger_schema
    if find_root(workspace) is None:
        return make(_shipped_kinds())
    _, loaded = common.load(workspace, color=color)
    kinds = dict(loaded.program.kinds)
    for document in loaded.program.agreements.values():
        kinds |= document.kinds
    return make({k: v for k, v in kinds.items() if k != "amendment"})


def _shipped_kinds() -> dict[str, Any]:
    """Return the kinds of fact of the shipped rules."""
    from checker.syntax.parse import parse
    from checker.typed.from_syntax import type_program
    from checker.workspace import shipped_rules

    program, _, _ = type_program([parse(source)[0] for source in shipped_rules()], {})
    return {k: v for k, v in program.kinds.items() if k != "amendment"}


def _findings() -> dict[str, Any]:
    from checker.findings.model import Result

    return Result.model_json_schema(mode="serialization")


def _settings() -> dict[str, Any]:
    from checker.settings import Settings

    return Settings.model_json_schema()


def _waivers() -> dict[str, Any]:
    from checker.waivers import WaiverFile

    return WaiverFile.model_json_schema()


def _scenarios() -> dict[str, Any]:
    from pydantic import TypeAdapter

    from checker.scenarios.model import ScenarioEntry, ScenarioFile

    return TypeAdapter(ScenarioFile | ScenarioEntry).json_schema(by_alias=True)


def _tests() -> dict[str, Any]:
    from checker.scenarios.model import TestResult

    return TestResult.model_json_schema(mode="serialization")


def _coverage() -> dict[str, Any]:
    from checker.findings.documents import DocumentsResult

    return DocumentsResult.model_json_schema(mode="serialization")


def _consolidated() -> dict[str, Any]:
    from checker.findings.consolidated import Consolidated

    return Consolidated.model_json_schema(mode="serialization")


def _amended() -> dict[str, Any]:
    from checker.findings.amended import Amended

    return Amended.model_json_schema(mode="serialization")


def _compared() -> dict[str, Any]:
    from checker.findings.amended import Compared

    return Compared.model_json_schema(mode="serialization")


def _gated() -> dict[str, Any]:
    from checker.findings.gated import Gated

    return Gated.model_json_schema(mode="serialization")


def _impact() -> dict[str, Any]:
    from checker.findings.gated import Impact

    return Impact.model_json_schema(mode="serialization")


MODELS: dict[str, Callable[[], dict[str, Any]]] = {
    "scenarios": _scenarios,
    "settings": _settings,
    "waivers": _waivers,
    "findings": _findings,
    "tests": _tests,
    "coverage": _coverage,
    "consolidated": _consolidated,
    "amended": _amended,
    "compared": _compared,
    "gated": _gated,
    "impact": _impact,
}
