"""The result as JSON: the model itself, in its own order, for programs."""

from __future__ import annotations

from checker.findings.model import Result


def render_json(result: Result) -> str:
    """Return ``result`` as JSON in UTF-8 characters; amounts and dates stay text."""
    return result.model_dump_json(indent=2) + "\n"
