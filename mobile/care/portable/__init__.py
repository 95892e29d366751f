"""A summary of somebody's care that they hand to another clinic themselves, as a FHIR document: facts with who said each.

What is in it is given by the person's choice. Nothing here reads the store, and nothing is sent.
"""

from mobile.care.portable.document import About, Entry, Section, Whose, document_of

__all__ = ["About", "Entry", "Section", "Whose", "document_of"]
