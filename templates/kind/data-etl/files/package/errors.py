"""What can end a run early, and the exit code that each of them stands for."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the automation contract."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3
    RETRY_LATER = 75


class AutomationError(Exception):
    """An end of the run that was foreseen; its text is for the operator."""

    exit_code = ExitCode.FAILED


class ConfigError(AutomationError):
    """The configuration is missing, does not parse or has a value that cannot be used."""

    exit_code = ExitCode.USAGE


class NoInputError(AutomationError):
    """There is nothing to process, which a scheduled run must not report as a success."""


class RetryLaterError(AutomationError):
    """The same run may succeed later: nothing was written."""

    exit_code = ExitCode.RETRY_LATER


class StoppedError(RetryLaterError):
    """A signal asked the run to end before it was done."""
