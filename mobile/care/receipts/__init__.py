"""Receipts of what was paid for care: the clinic's bills with the services behind them, for a year or between two days.

Every figure, code and label is the clinic's. What it does not give is missing, and whoever draws a receipt says so.
"""

from mobile.care.receipts.charge import Charge
from mobile.care.receipts.issuer import Issuer, issuer_of, npi_of
from mobile.care.receipts.receipt import Receipt, Receipts, Service, Totals, receipts
from mobile.care.receipts.span import EVERYTHING, DaySpan

__all__ = [
    "EVERYTHING",
    "Charge",
    "DaySpan",
    "Issuer",
    "Receipt",
    "Receipts",
    "Service",
    "Totals",
    "issuer_of",
    "npi_of",
    "receipts",
]
