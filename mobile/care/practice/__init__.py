"""The practice: what a clinic says of itself, when it is open, and who answers when it is not."""

from mobile.care.practice.closed_hours import Cover, closed_cover
from mobile.care.practice.own_doctors import OwnDoctor, own_doctors, reads_by_agreement

__all__ = ["Cover", "OwnDoctor", "closed_cover", "own_doctors", "reads_by_agreement"]
