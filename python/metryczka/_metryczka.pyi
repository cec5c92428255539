"""The native part of the package: private, what it offers is offered by `metryczka`."""

from collections.abc import Iterator, Sequence
from typing import Protocol, final

import pyarrow as pa

class ArrowStream(Protocol):
    """What hands its rows over as an Arrow stream: a pyarrow Table, a polars DataFrame, a DuckDB relation."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class ArrowArray(Protocol):
    """What hands its rows over as one Arrow array: a pyarrow RecordBatch."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class PageError(ValueError):
    code: str
    remedy: str

class VocabularyError(ValueError):
    code: str
    remedy: str

class SchemaError(ValueError):
    code: str
    remedy: str

@final
class Extractor:
    def __new__(
        cls, vocabulary: str | None = None, threads: int | None = None, max_bytes: int | None = None
    ) -> Extractor: ...
    def json(
        self, content: bytes | str, url: str | None = None, path: str | None = None, charset: str | None = None
    ) -> str: ...
    def batch(self, captures: ArrowArray | ArrowStream, tables: Sequence[str]) -> dict[str, pa.RecordBatch]: ...
    def rows(self, captures: ArrowArray | ArrowStream) -> pa.RecordBatch: ...
    @property
    def vocabulary_digest(self) -> str: ...
    @property
    def threads(self) -> int: ...

@final
class CaptureBatches(Iterator[pa.RecordBatch]):
    """The captures of some paths, batch by batch."""

    def __next__(self) -> pa.RecordBatch: ...
    @property
    def skipped(self) -> dict[str, int]:
        """What was passed over on purpose (a style sheet, a record that is no response), counted by reason; complete at the end."""

def read(paths: Sequence[str], batch_pages: int, batch_bytes: int, max_bytes: int | None = None) -> CaptureBatches: ...
def table_schema(name: str) -> pa.Schema: ...
def rows_schema() -> pa.Schema: ...
def captures_schema() -> pa.Schema: ...
def table_names() -> list[str]: ...
def table_doc(name: str) -> tuple[str, list[tuple[str, str, str]]]: ...
def most_threads() -> int: ...
def schema_version() -> int: ...
def version() -> str: ...
