"""What care costs: the clinic's price list, the bills of a course with what was paid, its plan, and its written estimate.

The clinic owns every figure. Nothing here adds what is in different currencies, and nothing here fills in a figure that is missing.
"""

from mobile.care.cost.account import CostAccount
from mobile.care.cost.bill import Bill
from mobile.care.cost.estimate import Estimate, EstimateSeen
from mobile.care.cost.money import Money
from mobile.care.cost.payment import Payment, PaymentNotice
from mobile.care.cost.price import Price
from mobile.care.cost.ways import WayToPay

__all__ = [
    "Bill",
    "CostAccount",
    "Estimate",
    "EstimateSeen",
    "Money",
    "Payment",
    "PaymentNotice",
    "Price",
    "WayToPay",
]
