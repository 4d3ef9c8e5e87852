from threading import Event

import pytest

from [[ package ]].errors import RetryLaterError, StoppedError
from [[ package ]].retry import Retries


class Flaky:
    """Fails as often as it is told, then answers."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise OSError("busy")
        return "read"


@pytest.mark.parametrize(("failures", "calls"), [(0, 1), (2, 3)])
def test_a_passing_trouble_is_outlived(failures: int, calls: int) -> None:
    action = Flaky(failures)
    assert Retries(3, 0, Event()).call("read", action) == "read"
    assert action.calls == calls


def test_the_attempts_are_bounded() -> None:
    action = Flaky(99)
    with pytest.raises(RetryLaterError, match="3 attempts"):
        Retries(3, 0, Event()).call("read", action)
    assert action.calls == 3


def test_what_will_not_heal_is_not_retried() -> None:
    def absent() -> None:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        Retries(3, 0, Event()).call("read", absent)


def test_a_stop_ends_the_waiting() -> None:
    stop = Event()

    def trouble() -> None:
        stop.set()
        raise OSError("busy")

    with pytest.raises(StoppedError):
        Retries(3, 60, stop).call("read", trouble)
