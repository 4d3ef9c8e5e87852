from pathlib import Path
from threading import Event

import pytest

from [[ package ]].config import Config
from [[ package ]].errors import ExitCode, StoppedError
from [[ package ]].extract import Source
from [[ package ]].run import Result, account, idempotency_key

CONFIG = Config(Path("in"), Path("out"), frozenset({"EUR"}), 1, 0)
ROW = b"1,Ada,2026-01-31,EUR,1.00\n"
SOURCE = Source("a.csv", b"invoice_id,customer,issued,currency,amount\n" + ROW)


@pytest.mark.parametrize(
    ("processed", "failed", "code"),
    [
        (2, 0, ExitCode.OK),
        (1, 1, ExitCode.PARTIAL),
        (0, 1, ExitCode.FAILED),
        (0, 0, ExitCode.FAILED),
    ],
)
def test_the_counts_decide_the_exit_code(processed: int, failed: int, code: ExitCode) -> None:
    total = processed + failed
    assert Result("r1", "key", False, False, total, processed, failed, {}).exit_code == code


def test_the_key_follows_the_content_and_the_rules() -> None:
    key = idempotency_key([SOURCE], CONFIG)
    assert idempotency_key([SOURCE], CONFIG) == key
    assert idempotency_key([Source("a.csv", b"")], CONFIG) != key
    stricter = Config(Path("in"), Path("out"), frozenset({"USD"}), 1, 0)
    assert idempotency_key([SOURCE], stricter) != key


def test_a_stop_between_rows_ends_the_run() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(StoppedError, match=r"a\.csv:2"):
        account([SOURCE], CONFIG, stop)
