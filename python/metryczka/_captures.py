"""Captured pages out of files, folders and WARC archives."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ._metryczka import CaptureBatches, read

__all__ = ["CaptureBatches", "read_warc"]

# As much as 256 ordinary pages have; a batch of large documents ends sooner.
_BATCH_BYTES = 32 << 20


def read_warc(
    path: str | bytes | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    batch_pages: int = 256,
    batch_bytes: int = _BATCH_BYTES,
    max_bytes: int | None = None,
) -> CaptureBatches:
    """The captures of WARC archives (``.warc``, ``.warc.gz``), in batches for :func:`metryczka.extract_arrow` and its like.

    Reads whatever the program reads: archives, saved pages and documents (also gzipped), and folders of all these. A batch holds up to
    ``batch_pages`` captures and about ``batch_bytes`` bytes of them, so that memory does not grow with the archive. A page larger than
    ``max_bytes`` (16 MiB) and a record that cannot be read are rows with a ``problem``, and the reading goes on behind them.

    What is passed over on purpose (a style sheet, a record that is no response) is counted in the iterator's ``skipped``, by reason; the
    count is complete at the end.

    Raises :class:`FileNotFoundError` at once if a path is not there.

    >>> import metryczka
    >>> archive = "fixtures/archive/notices.warc.gz"
    >>> sum(metryczka.extract_arrow(captures).num_rows for captures in metryczka.read_warc(archive))
    3
    >>> batches = metryczka.read_warc(archive)
    >>> [captures.num_rows for captures in batches], batches.skipped
    ([3], {'no_response': 1, 'no_success': 1})
    """
    # Of bytes the list is one of numbers, and numbers are files that are open already.
    paths = [os.fsdecode(each) for each in ([path] if isinstance(path, (str, bytes, os.PathLike)) else path)]
    for each in paths:
        os.stat(each)
    if batch_pages < 1 or batch_bytes < 1:
        raise ValueError(f"batch_pages={batch_pages}, batch_bytes={batch_bytes}: a batch holds at least one capture")
    return read(paths, batch_pages, batch_bytes, max_bytes)
