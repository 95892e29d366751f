"""Receipts of what was paid, for an HSA, an FSA or an insurer: a year or some days, looked at and made into one PDF on this device."""
