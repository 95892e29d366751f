"""What a person wrote, as paper: a PDF to print or keep, made on this device and nowhere else."""

from mobile.printing.blocks import Block, Item, Mark, Summary, Table, Tone
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
    "Mark",
    "Paper",
    "Part",
    "Summary",
    "Table",
    "Tone",
    "pdf_of",
    "pdf_of_summary",
]
