"""What a person wrote, as paper: a PDF to print or keep, made on this device and nowhere else."""

from mobile.printing.fonts import FONTS
from mobile.printing.paper import Line, Paper, Part, pdf_of

__all__ = ["FONTS", "Line", "Paper", "Part", "pdf_of"]
