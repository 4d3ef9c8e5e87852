from pathlib import Path

import pytest

from [[ package ]].config import load_config
from [[ package ]].errors import ConfigError

GOOD = 'input = "in"\noutput = "out"\ncurrencies = ["EUR"]\n'


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(GOOD + "[retries]\nattempts = 5\n", encoding="utf-8")
    config = load_config(path)
    assert config.input_folder == tmp_path.resolve() / "in"
    assert config.attempts == 5
    assert config.delay_seconds == 0.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("input = ", "Invalid value"),
        (GOOD + "colour = 1\n", "unknown setting 'colour'"),
        (GOOD.replace('"in"', "1"), "input must be a path"),
        (GOOD.replace('["EUR"]', "[]"), "at least one code"),
        (GOOD.replace('["EUR"]', '["euro"]'), "three capital letters"),
        (GOOD + "retries = 1\n", "not a table"),
        (GOOD + "[retries]\nattempts = 0\n", "from 1 to 10"),
        (GOOD + "[retries]\nattempts = 1.5\n", "whole number"),
        (GOOD + "[retries]\ndelay_seconds = true\n", "must be a number"),
    ],
)
def test_a_bad_file_is_named_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=reason) as caught:
        load_config(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_config(tmp_path / "absent.toml")
    with pytest.raises(ConfigError):
        load_config(tmp_path)
