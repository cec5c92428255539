"""What can go wrong, as exceptions and warnings that say what to do about it."""

from __future__ import annotations

from ._metryczka import PageError, SchemaError, VocabularyError

__all__ = ["PageError", "SchemaError", "UnreadPages", "VocabularyError", "page_error", "schema_error"]


class UnreadPages(UserWarning):
    """Some captures of a batch could not be read, or some values do not fit into the tables; all others are there."""


def schema_error(message: str, code: str, remedy: str) -> SchemaError:
    """A :class:`SchemaError` with its code and remedy."""
    error = SchemaError(f"{message}; {remedy}")
    error.code, error.remedy = code, remedy
    return error


def page_error(message: str, code: str, remedy: str) -> PageError:
    """A :class:`PageError` with its code and remedy."""
    error = PageError(f"{message}; {remedy}")
    error.code, error.remedy = code, remedy
    return error
