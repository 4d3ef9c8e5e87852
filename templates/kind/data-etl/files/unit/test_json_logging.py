import json
import logging
import sys

from [[ package ]].json_logging import JsonFormatter


def test_a_record_is_one_line_with_the_run_id_and_its_fields() -> None:
    record = logging.makeLogRecord({"msg": "rows read", "levelname": "INFO", "created": 0.0})
    record.count = 3
    entry = json.loads(JsonFormatter("run-1").format(record))
    assert entry == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "info",
        "event": "rows read",
        "run_id": "run-1",
        "count": 3,
    }


def test_an_exception_stays_inside_the_line() -> None:
    record = logging.makeLogRecord({"msg": "unexpected"})
    try:
        int("odd")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = JsonFormatter("run-1").format(record)
    assert "\n" not in line
    assert "ValueError: invalid literal" in json.loads(line)["exception"]
