"""What a person wrote, as paper: a PDF to print or keep, made on this device and nowhere else."""

from mobile.printing.blocks import Block, Item, Summary, Tone
from mobile.printing.figure import Figure
from mobile.printing.fonts import FONTS
from mobile.printing.paper import Line, Paper, Part, pdf_of
from mobile.printing.summary import pdf_of_summary

__all__ = [
    "FONTS",
    "Block",
    "Figure",
    "Item",
    "Line",
    "Paper",
    "Part",
    "Summary",
    "Tone",
    "pdf_of",
    "pdf_of_summary",
]
