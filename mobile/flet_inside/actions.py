"""What Flet calls a thing that the client itself does within a tap. Flet has the name in no public place."""

from __future__ import annotations

from flet.controls.action_control import ActionControl

__all__ = ["ActionControl"]
