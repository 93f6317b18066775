"""Redline: rules-as-code for mutual-fund distribution agreements."""

__version__ = "0.1.0"
