"""Text to the same text in its one layout.

Takes a ``Source``, gives text and diagnostics (those of the parser, or I001); never raises.
"""

from checker.format.difference import diff
from checker.format.formatter import format_source

__all__ = ["diff", "format_source"]
