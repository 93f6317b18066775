"""Mistakes in what was written: one record, one catalogue, one page for each code."""

from checker.diagnostics.record import Diagnostic, Label, Place, diagnostic

__all__ = ["Diagnostic", "Label", "Place", "diagnostic"]
