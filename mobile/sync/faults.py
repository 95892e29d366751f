"""Says that something unforeseen happened: its type and its place, and nothing else.

An exception's text may hold what the patient wrote, so it must never be logged, shown or stored.
"""

from __future__ import annotations

import logging


def report(log: logging.Logger, error: BaseException) -> str:
    """Logs type and place; returns the code for the status: "fault:<type>"."""
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    name = type(error).__name__
    log.error("unforeseen %s at %s", name, place)
    return f"fault:{name}"
