"""Agreements a clinic asks for: its documents as data, how far a person has read, what they understood and chose, what they signed, what is in force, and how they take it back.

Nouns and pure rules. Nothing a person answers here locks or delays their care, and nothing is signed but by `sign_agreement` and `sign_paper`.
"""

from __future__ import annotations
