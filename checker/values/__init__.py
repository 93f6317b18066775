"""Exact values without syntax: periods, calendars, day counts, rounding, three-valued truth."""
