"""The whole automation on real files, as `autogov run` starts it."""

import json
import signal
from pathlib import Path

import pytest

from [[ package ]] import cli
from [[ package ]].config import Config, load_config
from [[ package ]].errors import ExitCode

HEADER = "invoice_id,customer,issued,currency,amount\n"
GOOD = "R-1,Ada,2026-01-31,EUR,10.00\nR-2,Ada,2026-01-31,EUR,0.50\n"
BAD = "R-3,Ada,2026-01-31,EUR,many\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    text = 'input = "in"\noutput = "out"\ncurrencies = ["EUR"]\n[retries]\ndelay_seconds = 0\n'
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    (tmp_path / "in").mkdir()
    return tmp_path


def put(project: Path, rows: str, name: str = "a.csv") -> None:
    (project / "in" / name).write_text(HEADER + rows, encoding="utf-8")


def run(project: Path, *options: str) -> int:
    return cli.main(["--config", str(project / "config.toml"), "--run-id", "r1", *options])


def result(project: Path) -> dict[str, object]:
    content = json.loads((project / "out" / "result.json").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_good_input_becomes_a_report(project: Path) -> None:
    put(project, GOOD)
    assert run(project) == ExitCode.OK
    report = (project / "out" / "report.csv").read_text(encoding="utf-8")
    assert report == "customer,currency,invoices,amount\nAda,EUR,2,10.50\n"
    expected = {"run_id": "r1", "total": 2, "processed": 2, "failed": 0, "unchanged": False}
    assert expected.items() <= result(project).items()


def test_a_bad_row_makes_the_run_partial_and_is_listed(project: Path) -> None:
    put(project, GOOD + BAD)
    put(project, "", "empty.csv")
    (project / "in" / "other.CSV").write_bytes(b"\xff")
    assert run(project) == ExitCode.PARTIAL
    rejected = (project / "out" / "rejected.csv").read_text(encoding="utf-8")
    assert "a.csv,4,amount is not a number" in rejected
    assert "other.CSV,0,not UTF-8 at byte 0" in rejected
    assert {"total": 4, "processed": 2, "failed": 2}.items() <= result(project).items()


def test_nothing_usable_is_a_failure(project: Path) -> None:
    put(project, BAD)
    assert run(project) == ExitCode.FAILED


def test_a_second_run_changes_no_report(project: Path) -> None:
    put(project, GOOD)
    assert run(project) == ExitCode.OK
    first = (project / "out" / "report.json").stat().st_mtime_ns
    assert run(project, "--run-id", "r2") == ExitCode.OK
    assert (project / "out" / "report.json").stat().st_mtime_ns == first
    assert {"run_id": "r2", "unchanged": True}.items() <= result(project).items()


@pytest.mark.parametrize("spoilt", ["report.csv", "result.json"])
def test_an_altered_output_is_written_anew(project: Path, spoilt: str) -> None:
    put(project, GOOD)
    assert run(project) == ExitCode.OK
    (project / "out" / spoilt).write_text("[]", encoding="utf-8")
    assert run(project) == ExitCode.OK
    assert result(project)["unchanged"] is False
    assert "Ada" in (project / "out" / "report.csv").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, GOOD)
    assert run(project, "--dry-run") == ExitCode.OK
    assert not (project / "out").exists()
    last = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert {"event": "done", "run_id": "r1", "processed": 2}.items() <= last.items()


def test_no_input_is_a_failure(project: Path) -> None:
    assert run(project) == ExitCode.FAILED
    (project / "in").rmdir()
    assert run(project) == ExitCode.FAILED


def test_a_bad_configuration_is_a_usage_error(project: Path) -> None:
    (project / "config.toml").write_text("input = 1", encoding="utf-8")
    assert run(project) == ExitCode.USAGE


def test_an_unknown_option_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--colour"])
    assert caught.value.code == ExitCode.USAGE


def test_a_share_that_stays_away_is_for_later(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, GOOD)

    def away(path: Path) -> bytes:
        raise OSError(5, "no answer", str(path))

    monkeypatch.setattr(Path, "read_bytes", away)
    assert run(project) == ExitCode.RETRY_LATER


def test_a_bug_is_logged_and_fails(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_path: Path) -> None:
        raise LookupError("odd")

    monkeypatch.setattr(cli, "load_config", broken)
    assert run(project) == ExitCode.FAILED
    assert "LookupError: odd" in json.loads(capsys.readouterr().err)["exception"]


def test_sigterm_ends_it_with_nothing_written(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, GOOD)

    def terminated(path: Path) -> Config:
        signal.raise_signal(signal.SIGTERM)
        return load_config(path)

    monkeypatch.setattr(cli, "load_config", terminated)
    before = signal.getsignal(signal.SIGTERM)
    assert run(project) == ExitCode.RETRY_LATER
    assert not (project / "out").exists()
    assert signal.getsignal(signal.SIGTERM) is before
