"""Rounding to a step by a named rule, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

Rule = Literal["half_up", "half_even", "down", "up", "half_down"]
RULES: tuple[Rule, ...] = get_args(Rule)

CENT = Fraction(1, 100)
_HALF = Fraction(1, 2)


def round_to(value: Fraction, step: Fraction, rule: str) -> Fraction:
    """Return the multiple of ``step`` that ``rule`` rounds ``value`` to.

    Every rule looks at the size and leaves the sign alone, so that a refund rounds like the
    charge it undoes: ``down`` is toward zero, ``up`` away from zero, and at exactly half
    ``half_up`` goes away from zero, ``half_down`` toward zero, ``half_even`` to the even
    multiple.

    >>> [str(round_to(Fraction(v), CENT, "half_up")) for v in ("157.575", "-157.575", "157.5749")]
    ['7879/50', '-7879/50', '15757/100']

    Raises:
        ValueError: ``step`` is not above zero, or no rule has the name.
    """
    if step <= 0:
        raise ValueError(f"a rounding step must be above zero, not {step}")
    whole, rest = divmod(abs(value) / step, 1)
    size = (whole + _raised(whole, rest, rule)) * step
    return size if value >= 0 else -size


def _raised(whole: int, rest: Fraction, rule: str) -> bool:
    """Return whether ``whole`` steps and a ``rest`` below one round to one step more."""
    match rule:
        case "down":
            return False
        case "up":
            return rest > 0
        case "half_up":
            return rest >= _HALF
        case "half_down":
            return rest > _HALF
        case "half_even":
            return rest > _HALF or (rest == _HALF and whole % 2 == 1)
        case _:
            raise ValueError(f"no rounding rule is called {rule!r}")
