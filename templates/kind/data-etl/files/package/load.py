"""Writes the reports: each file whole or not at all, the same bytes for the same totals."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from .transform import Total


def report_csv(totals: Iterable[Total]) -> bytes:
    """The report for people, which spreadsheets open."""
    lines = [(t.customer, t.currency, t.invoices, t.amount) for t in totals]
    return _csv(("customer", "currency", "invoices", "amount"), lines)


def report_json(totals: Iterable[Total], key: str) -> bytes:
    """The report for programs; amounts are text, because JSON numbers are not decimal."""
    entries = [
        {
            "customer": t.customer,
            "currency": t.currency,
            "invoices": t.invoices,
            "amount": str(t.amount),
        }
        for t in totals
    ]
    return _json({"idempotency_key": key, "totals": entries})


def rejected_csv(rejected: Iterable[tuple[str, int, str]]) -> bytes:
    """Where each rejected row stands, and why it was left out; line 0 is the whole file."""
    return _csv(("source", "line", "reason"), rejected)


def result_json(result: dict[str, object]) -> bytes:
    """What `autogov run` and a monitor read."""
    return _json(result)


def write_atomic(path: Path, content: bytes) -> None:
    """Replace the file at once; a reader sees the old or the new content, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def _csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8")


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
