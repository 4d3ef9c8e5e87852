import pytest

from [[ package ]].extract import Source, UnreadableFileError, rows

HEADER = b"invoice_id,customer,issued,currency,amount\n"


def test_rows_carry_their_line_and_skip_blank_ones() -> None:
    source = Source("a.csv", b"\xef\xbb\xbf" + HEADER + b"\n1,Ada,2026-01-01,EUR,1.00\n2,short\n")
    found = list(rows(source))
    assert [(row.line, row.cells.get("customer")) for row in found] == [(3, "Ada"), (4, None)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the header must be"),
        (b"id;customer\n", "the header must be"),
        (HEADER + b"\xff\n", "not UTF-8 at byte 43"),
        (HEADER + b'1,"open\n', "line 2"),
    ],
)
def test_a_file_without_clear_rows_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        list(rows(Source("a.csv", content)))
