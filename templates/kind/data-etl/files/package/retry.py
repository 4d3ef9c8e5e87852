"""Bounded retries with jitter for what may heal by itself: a share that is away, a file in use."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from .errors import RetryLaterError, StoppedError

T = TypeVar("T")
PERMANENT = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
MAX_PAUSE_SECONDS = 60.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retries:
    """How often, how far apart, and what ends the waiting at once."""

    attempts: int
    delay_seconds: float
    stop: Event

    def call(self, what: str, action: Callable[[], T]) -> T:
        """Do the action; after the last failed attempt the run is one to retry later."""
        attempt = 1
        while True:
            if self.stop.is_set():
                raise StoppedError(f"stopped before: {what}")
            try:
                return action()
            except PERMANENT:
                raise
            except OSError as error:
                if attempt >= self.attempts:
                    raise RetryLaterError(f"{what}: {error} ({attempt} attempts)") from error
                pause = self._pause(attempt)
                fields = {"what": what, "attempt": attempt, "pause_seconds": round(pause, 3)}
                logger.warning("trying again", extra=fields)
            self.stop.wait(pause)
            attempt += 1

    def _pause(self, attempt: int) -> float:
        """A random part of the exponential bound, so that many workers do not come back at once."""
        bound = min(self.delay_seconds * 2.0 ** (attempt - 1), MAX_PAUSE_SECONDS)
        return bound * secrets.SystemRandom().random()
