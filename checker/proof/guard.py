"""What the prover cannot do is undecided: no error of it ends a report."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class ProofFailed(UserWarning):
    """The prover raised an error, and what it was asked is taken as undecided."""


def guarded(prove: Callable[[], T], undecided: T) -> T:
    """Return what was proved, or ``undecided``, with a warning, where the prover fails.

    >>> with warnings.catch_warnings(record=True):
    ...     guarded(lambda: 1 // 0, 7)
    7
    """
    try:
        return prove()
    except Exception as error:  # whatever it is, the rest of the report stands
        text = f"the prover failed, so this is undecided: {type(error).__name__}: {error}"
        warnings.warn(text, ProofFailed, stacklevel=2)
        return undecided
