"""The currencies there are, and how many decimals amounts in each have: ISO 4217, which FHIR asks of a currency."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# The number of decimals, then the currencies that have so many.
_TABLE = """
0 BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
2 AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC
2 CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD
2 KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
2 QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
2 VES WST XCD XCG YER ZAR ZMW ZWG
3 BHD IQD JOD KWD LYD OMR TND
4 CLF UYW
"""


def _read(table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in table.strip().splitlines():
        decimals, *currencies = line.split()
        found |= dict.fromkeys(currencies, int(decimals))
    return found


_DECIMALS: Mapping[str, int] = MappingProxyType(_read(_TABLE))


def decimals_of(currency: str) -> int | None:
    """How many decimals amounts in a currency ("USD") have; None: it is no currency of ISO 4217."""
    return _DECIMALS.get(currency)
