"""Qualitative voice-of-the-child analysis, offline, with a person confirming everything that matters."""

__version__ = "0.1.0"
