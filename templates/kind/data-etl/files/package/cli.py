"""The command line: options, signals and exit codes, as the automation contract asks."""

import argparse
import logging
import os
import signal
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from .config import load_config
from .errors import AutomationError, ExitCode
from .json_logging import configure_logging
from .run import run

logger = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run once and answer the exit code: 0 done, 1 failed, 2 usage, 3 partial, 75 retry later."""
    options = _parser().parse_args(argv)
    configure_logging(options.run_id)
    try:
        with stop_on_signals() as stop:
            config = load_config(options.config)
            result = run(config, run_id=options.run_id, dry_run=options.dry_run, stop=stop)
    except AutomationError as error:
        return _ended(error)
    except Exception:
        logger.exception("unexpected error")
        return ExitCode.FAILED
    counts = {"total": result.total, "processed": result.processed, "failed": result.failed}
    state = {"dry_run": result.dry_run, "unchanged": result.unchanged}
    logger.info("done", extra={**counts, **state})
    return result.exit_code


@contextmanager
def stop_on_signals() -> Iterator[Event]:
    """An event that SIGTERM or Ctrl-C sets; the run ends itself at the next row."""
    stop = Event()

    def request(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, request) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _ended(error: AutomationError) -> ExitCode:
    logger.error("ended early", extra={"reason": str(error), "exit_code": int(error.exit_code)})
    return error.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=__package__, description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
    parser.add_argument("--run-id", default=_run_id(), help="id that the logs and the result carry")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="settings (TOML)")
    return parser


def _run_id() -> str:
    return os.environ.get("AUTOGOV_RUN_ID") or str(uuid.uuid4())
