"""Settings of one run, read from a TOML file and checked before anything is done."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import ConfigError

KEYS = frozenset({"input", "output", "currencies", "retries"})
RETRY_KEYS = frozenset({"attempts", "delay_seconds"})
MAX_ATTEMPTS = 10
MAX_DELAY_SECONDS = 60.0


class InvalidSettingError(ValueError):
    """One setting that cannot be used, in words that fit behind the path of the file."""


@dataclass(frozen=True, slots=True)
class Config:
    """Checked settings; folders are absolute."""

    input_folder: Path
    output_folder: Path
    currencies: frozenset[str]
    attempts: int
    """How often a read is tried in all."""
    delay_seconds: float
    """Upper bound of the pause before the second try; it doubles with every further one."""


def load_config(path: Path) -> Config:
    """Read the settings; relative folders are relative to the file that names them."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    try:
        return _checked(values, path.resolve().parent)
    except InvalidSettingError as error:
        raise ConfigError(f"{path}: {error}") from error


def _checked(values: Mapping[str, object], base: Path) -> Config:
    _refuse_unknown(values, KEYS)
    retries = values.get("retries", {})
    if not isinstance(retries, dict):
        raise InvalidSettingError("retries is not a table")
    _refuse_unknown(retries, RETRY_KEYS)
    return Config(
        input_folder=base / _text(values, "input"),
        output_folder=base / _text(values, "output"),
        currencies=_currencies(values.get("currencies")),
        attempts=int(_number(retries, "attempts", 3, 1, MAX_ATTEMPTS)),
        delay_seconds=_number(retries, "delay_seconds", 0.5, 0, MAX_DELAY_SECONDS),
    )


def _refuse_unknown(values: Mapping[str, object], known: frozenset[str]) -> None:
    unknown = sorted(set(values) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise InvalidSettingError(f"unknown setting {unknown[0]!r}; known are {names}")


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value:
        raise InvalidSettingError(f"{key} must be a path")
    return value


def _currencies(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not value:
        raise InvalidSettingError("currencies must be a list of at least one code")
    codes: set[str] = set()
    for code in value:
        if not isinstance(code, str) or len(code) != 3 or not code.isupper():
            raise InvalidSettingError(f"{code!r} is not a currency code of three capital letters")
        codes.add(code)
    return frozenset(codes)


def _number(
    values: Mapping[str, object], key: str, default: float, least: float, most: float
) -> float:
    value = values.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidSettingError(f"{key} must be a number")
    if isinstance(default, int) and not isinstance(value, int):
        raise InvalidSettingError(f"{key} must be a whole number")
    if not least <= value <= most:
        raise InvalidSettingError(f"{key} must be from {least} to {most}")
    return value
