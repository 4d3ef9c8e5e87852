from decimal import Decimal

import pytest

from [[ package ]].extract import COLUMNS, Row
from [[ package ]].transform import InvalidRowError, to_invoice, total

EUROS = frozenset({"EUR"})


def row(*cells: str) -> Row:
    return Row("a.csv", 2, dict(zip(COLUMNS, cells, strict=False)))


def test_totals_are_exact_and_sorted() -> None:
    seen: set[str] = set()
    amounts = [("1", "Zoe", "0.10"), ("2", "Ada", "1"), ("3", "Zoe", "0.20")]
    invoices = [
        to_invoice(row(number, customer, "2026-01-31", "EUR", amount), EUROS, seen)
        for number, customer, amount in amounts
    ]
    found = [(each.customer, each.invoices, each.amount) for each in total(invoices)]
    assert found == [("Ada", 1, Decimal("1.00")), ("Zoe", 2, Decimal("0.30"))]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([], "wrong number of cells"),
        (["", "Ada", "2026-01-31", "EUR", "1"], "invoice_id is empty"),
        (["7", "Ada", "2026-01-31", "EUR", "1"], "was there before"),
        (["1", "", "2026-01-31", "EUR", "1"], "customer is empty"),
        (["1", "=1+1", "2026-01-31", "EUR", "1"], "formula"),
        (["1", "Ada", "31.01.2026", "EUR", "1"], "not a date"),
        (["1", "Ada", "2026-01-31", "CHF", "1"], "currency CHF"),
        (["1", "Ada", "2026-01-31", "EUR", "one"], "not a number"),
        (["1", "Ada", "2026-01-31", "EUR", "1.005"], "two decimals"),
        (["1", "Ada", "2026-01-31", "EUR", "NaN"], "not finite"),
        (["1", "Ada", "2026-01-31", "EUR", "1e99"], "not a number"),
    ],
)
def test_a_bad_row_is_refused_with_the_reason(cells: list[str], reason: str) -> None:
    with pytest.raises(InvalidRowError, match=reason):
        to_invoice(row(*cells), EUROS, {"7"})
