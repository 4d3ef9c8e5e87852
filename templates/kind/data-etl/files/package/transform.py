"""Turns rows into invoices, and invoices into totals; no input and no output here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from .extract import Row

CENT = Decimal("0.01")
FORMULA_STARTS = ("=", "+", "-", "@")


class InvalidRowError(ValueError):
    """A row that is left out of the report, with the reason that the reject list shows."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """A row that passed every check."""

    invoice_id: str
    customer: str
    issued: date
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """What one customer was invoiced in one currency."""

    customer: str
    currency: str
    invoices: int
    amount: Decimal


def to_invoice(row: Row, currencies: frozenset[str], seen: set[str]) -> Invoice:
    """Check one row; `seen` holds the invoice ids of the rows before and takes in this one."""
    if not row.cells:
        raise InvalidRowError("wrong number of cells")
    cells = {name: text.strip() for name, text in row.cells.items()}
    invoice = Invoice(
        invoice_id=_identifier(cells["invoice_id"], seen),
        customer=_customer(cells["customer"]),
        issued=_issued(cells["issued"]),
        currency=_currency(cells["currency"], currencies),
        amount=_amount(cells["amount"]),
    )
    seen.add(invoice.invoice_id)
    return invoice


def total(invoices: Iterable[Invoice]) -> list[Total]:
    """Exact decimal totals by customer and currency, in that order."""
    groups: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for invoice in invoices:
        groups[invoice.customer, invoice.currency].append(invoice.amount)
    return [
        Total(customer, currency, len(amounts), sum(amounts, Decimal(0)))
        for (customer, currency), amounts in sorted(groups.items())
    ]


def _identifier(text: str, seen: set[str]) -> str:
    if not text:
        raise InvalidRowError("invoice_id is empty")
    if text in seen:
        raise InvalidRowError(f"invoice_id {text} was there before")
    return text


def _customer(text: str) -> str:
    if not text or not text.isprintable():
        raise InvalidRowError("customer is empty or not printable")
    if text.startswith(FORMULA_STARTS):
        raise InvalidRowError("customer would be a formula in a spreadsheet")
    return text


def _issued(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidRowError("issued is not a date like 2026-01-31") from error


def _currency(text: str, currencies: frozenset[str]) -> str:
    if text not in currencies:
        raise InvalidRowError(f"currency {text or 'nothing'} is not one of the configured")
    return text


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
        exact = amount.quantize(CENT)
    except InvalidOperation as error:
        raise InvalidRowError("amount is not a number of at most 26 digits") from error
    if not amount.is_finite() or amount != exact:
        raise InvalidRowError("amount has more than two decimals or is not finite")
    return exact
