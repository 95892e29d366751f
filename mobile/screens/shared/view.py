"""`/shared`: the list of patients who shared something. Choosing nobody opens nothing and marks nothing read."""

from __future__ import annotations

from mobile.screens.shared.workspace import Workspace


class SharedWithMe(Workspace):
    """The therapist's first tab."""
