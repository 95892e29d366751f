"""Every place loaded ahead, where one process serves many: else all of them wait while the first who goes somewhere reads it from disk."""

from __future__ import annotations

import importlib

import flet as ft

from mobile.care.questionnaire.fhirpath import syntax as fhirpath
from mobile.printing import photos
from mobile.screens.settings.part import PARTS, part_named
from mobile.shell.routes import BROKEN, NOT_FOUND, PLACES


def load_every_place() -> None:
    """About a second; with what reads a form's expressions, pictures and a clinic's answers, which else is loaded at its first use.

    On a person's own device each is loaded when it is first asked for, so that the app is there sooner.
    """
    for place in (*PLACES, NOT_FOUND, BROKEN):
        place.load()
    for name in PARTS:
        part_named(name)
    fhirpath.parse("1")
    photos.load_decoders()
    importlib.import_module("httpcore")
    for name in ft.__all__:  # Flet loads its controls as they are named
        getattr(ft, name)
