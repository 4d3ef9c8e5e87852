"""Reads the invoice files, whole and in a fixed order."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .retry import Retries

COLUMNS = ("invoice_id", "customer", "issued", "currency", "amount")


@dataclass(frozen=True, slots=True)
class Source:
    """One input file as it was when the run began."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an input file, its cells still text."""

    source: str
    line: int
    cells: dict[str, str]


class UnreadableFileError(ValueError):
    """A file whose rows cannot be told apart, so none of them is used."""


def read_sources(folder: Path, retries: Retries) -> list[Source]:
    """All CSV files of the folder, by name."""

    def listing() -> list[Path]:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")

    paths = retries.call(f"list {folder.name}", listing)
    return [Source(p.name, retries.call(f"read {p.name}", p.read_bytes)) for p in paths]


def rows(source: Source) -> Iterator[Row]:
    """The data rows; a byte order mark and blank lines are passed over."""
    try:
        text = source.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"not UTF-8 at byte {error.start}") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            raise UnreadableFileError(f"the header must be {','.join(COLUMNS)}")
        for cells in reader:
            if cells:
                named = dict(zip(COLUMNS, cells, strict=False))
                whole = named if len(cells) == len(COLUMNS) else {}
                yield Row(source.name, reader.line_num, whole)
    except csv.Error as error:
        raise UnreadableFileError(f"line {reader.line_num}: {error}") from error
