"""Servers with habits too large for a switch of the odd clinic, one a file."""
