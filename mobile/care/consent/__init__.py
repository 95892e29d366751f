"""Agreements a clinic asks for: its documents as data, how far a person has read, what they understood and chose, what is in force.

Nouns and pure rules. Nothing here signs anything, and nothing a person answers here locks or delays their care.
"""

from __future__ import annotations
