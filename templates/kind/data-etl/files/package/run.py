"""The automation itself: extract, transform, load, and an account of what became of each row."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event

from . import load
from .config import Config
from .errors import ExitCode, NoInputError, StoppedError
from .extract import Source, UnreadableFileError, read_sources, rows
from .retry import Retries
from .transform import InvalidRowError, Invoice, to_invoice, total

RESULT_NAME = "result.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """The counts of one run; `total` is `processed` and `failed` together."""

    run_id: str
    idempotency_key: str
    dry_run: bool
    unchanged: bool
    total: int
    processed: int
    failed: int
    outputs: dict[str, str]
    """SHA-256 of each file that stands in the output folder afterwards, by its name."""

    @property
    def exit_code(self) -> ExitCode:
        """Rows that failed beside others that did not are a partial success."""
        if self.processed == 0:
            return ExitCode.FAILED
        return ExitCode.OK if self.failed == 0 else ExitCode.PARTIAL


@dataclass(frozen=True, slots=True)
class Accounted:
    """Every row of the input: either an invoice or a reject."""

    invoices: list[Invoice]
    rejected: list[tuple[str, int, str]]


def run(config: Config, *, run_id: str, dry_run: bool, stop: Event) -> Result:
    """Process the input folder once; a second run on the same input changes no report."""
    retries = Retries(config.attempts, config.delay_seconds, stop)
    try:
        sources = read_sources(config.input_folder, retries)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoInputError(f"{config.input_folder} is not a folder") from error
    if not sources:
        raise NoInputError(f"no CSV file in {config.input_folder}")
    logger.info("input read", extra={"files": len(sources)})
    key = idempotency_key(sources, config)
    before = _finished(config.output_folder, key)
    if before is not None and not dry_run:
        result = replace(before, run_id=run_id, unchanged=True)
        _write(config.output_folder, {}, result)
        return result
    accounted = account(sources, config, stop)
    totals = total(accounted.invoices)
    outputs = {
        "report.csv": load.report_csv(totals),
        "report.json": load.report_json(totals, key),
        "rejected.csv": load.rejected_csv(accounted.rejected),
    }
    result = Result(
        run_id=run_id,
        idempotency_key=key,
        dry_run=dry_run,
        unchanged=False,
        total=len(accounted.invoices) + len(accounted.rejected),
        processed=len(accounted.invoices),
        failed=len(accounted.rejected),
        outputs={name: load.digest(content) for name, content in outputs.items()},
    )
    if not dry_run:
        _write(config.output_folder, outputs, result)
    return result


def idempotency_key(sources: list[Source], config: Config) -> str:
    """The same key for the same files under the same rules, whatever the run is called."""
    state = hashlib.sha256(json.dumps(sorted(config.currencies)).encode())
    for source in sources:
        state.update(f"\n{source.name}\n{load.digest(source.content)}".encode())
    return state.hexdigest()


def account(sources: list[Source], config: Config, stop: Event) -> Accounted:
    """Check every row of every file; a file that cannot be read is one reject."""
    accounted = Accounted([], [])
    seen: set[str] = set()
    for source in sources:
        try:
            whole = list(rows(source))
        except UnreadableFileError as error:
            accounted.rejected.append((source.name, 0, str(error)))
            continue
        for row in whole:
            if stop.is_set():
                raise StoppedError(f"stopped at {source.name}:{row.line}; nothing was written")
            try:
                accounted.invoices.append(to_invoice(row, config.currencies, seen))
            except InvalidRowError as error:
                accounted.rejected.append((row.source, row.line, str(error)))
    return accounted


def _finished(folder: Path, key: str) -> Result | None:
    """The result of an earlier run on this very input, if its reports still stand unaltered."""
    try:
        result = Result(**json.loads((folder / RESULT_NAME).read_bytes()))
        intact = result.idempotency_key == key and all(
            load.digest((folder / name).read_bytes()) == expected
            for name, expected in result.outputs.items()
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return result if intact else None


def _write(folder: Path, outputs: dict[str, bytes], result: Result) -> None:
    """The result comes last: where it stands, the reports that it names do too."""
    for name, content in outputs.items():
        load.write_atomic(folder / name, content)
    load.write_atomic(folder / RESULT_NAME, load.result_json(asdict(result)))
