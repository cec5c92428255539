"""Native extractors, made once for each vocabulary and number of threads."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import Final

from ._metryczka import Extractor, most_threads

__all__ = ["Vocabulary", "extractor", "vocabulary_digest"]

Vocabulary = str | os.PathLike[str]
"""A folder of knowledge files to lay over the built-in ones, as the program's ``--vocabulary``."""

# An overlay takes a tenth of a second to compile and some megabytes to keep; nobody works with many at a time.
_KEPT: Final = 8

# How many threads there are where the caller does not say.
_THREADS: Final = "METRYCZKA_THREADS"

_Key = tuple[str | None, int | None]
_Settings = tuple[tuple[tuple[str, int, int], ...], int | None, str | None]
# One a vocabulary: with another number of threads it is made anew, for the threads of each wait until it goes.
_made: OrderedDict[_Key, tuple[_Settings, Extractor]] = OrderedDict()
_lock = threading.Lock()


def extractor(vocabulary: Vocabulary | None = None, threads: int | None = None, max_bytes: int | None = None) -> Extractor:
    """The extractor of these settings. A vocabulary whose files have changed since is read again."""
    if threads is not None and not 1 <= threads <= most_threads():
        raise ValueError(f"threads={threads}: from 1 to {most_threads()} are possible; None takes every core")
    if vocabulary is not None and not os.fspath(vocabulary):
        # An unset variable, most often. It would mean the folder that happens to be the current one.
        raise ValueError("vocabulary='' names no folder; None is the built-in vocabulary, '.' the current folder")
    folder = None if vocabulary is None else os.path.abspath(os.fspath(vocabulary))
    key = (folder, max_bytes)
    settings = (() if folder is None else _fingerprint(folder), threads, os.environ.get(_THREADS))
    with _lock:
        kept = _made.get(key)
        if kept is None or kept[0] != settings:
            kept = _made[key] = (settings, Extractor(folder, threads, max_bytes))
            if len(_made) > _KEPT:
                _made.popitem(last=False)
        _made.move_to_end(key)
        return kept[1]


def vocabulary_digest(vocabulary: Vocabulary | None = None) -> str:
    """Identifies the knowledge that pages are read with: the built-in one, or with a folder laid over it.

    It stands in the metadata of every table (``metryczka.vocabulary``) and in ``edition.json``: tables with the same digest and version
    were read by the same rules.

    >>> import metryczka
    >>> metryczka.vocabulary_digest() == metryczka.vocabulary_digest()
    True
    """
    return extractor(vocabulary).vocabulary_digest


def _fingerprint(folder: str) -> tuple[tuple[str, int, int], ...]:
    """What tells that files of a folder have changed. A folder that cannot be read has none: the extractor says what is wrong."""
    try:
        with os.scandir(folder) as entries:
            stats = [(entry.name, entry.stat()) for entry in entries]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def _after_fork() -> None:
    # Another thread of the parent may have held the lock, and would hold it for ever here. The extractors stay: they start their
    # threads anew in every process.
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
