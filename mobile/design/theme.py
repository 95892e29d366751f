"""Puts the tokens into Flet's theme, once a page. It decides no colour itself and builds no control."""

from __future__ import annotations

from typing import Literal

import flet as ft

from . import tokens as t
from .letters import letters

Mode = Literal["system", "light", "dark"]

_MODES = {"system": ft.ThemeMode.SYSTEM, "light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}


def apply(page: ft.Page, mode: Mode = "system", *, is_still: bool = False) -> None:
    """Gives the page Lantern's fonts and both themes. `is_still`: the person asked for less motion. No update is sent.

    Words are as large as `letters.give` said before, for the page in hand.
    """
    if not page.web:  # the web client has them from assets/FontManifest.json before its first frame
        page.fonts = dict(t.FONTS)
    page.theme = theme_of(t.LIGHT, is_still=is_still)
    page.dark_theme = theme_of(t.DARK, is_still=is_still)
    page.theme_mode = _MODES[mode]
    page.bgcolor = t.BACKGROUND
    page.padding = 0
    page.theme_animation_style = (
        ft.AnimationStyle.no_animation()
    )  # else the first frame fades in from Flet's blue


def theme_of(palette: t.Palette, *, is_still: bool = False) -> ft.Theme:
    """The Flet theme of one palette."""
    return ft.Theme(
        color_scheme=_scheme(palette),
        font_family=t.SANS,
        text_theme=_text_theme(),
        scaffold_bgcolor=palette.background,
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=_transitions(is_still),
        focus_color=ft.Colors.with_opacity(0.14, palette.primary),
        hover_color=ft.Colors.with_opacity(0.05, palette.primary),
        splash_color=ft.Colors.with_opacity(0.08, palette.primary),
        highlight_color=ft.Colors.TRANSPARENT,
        divider_color=palette.line,
        navigation_bar_theme=_bar_theme(palette),
    )


def night(content: ft.Control, *, expand: bool | int | None = True) -> ft.Container:
    """Session day: dark whatever the phone is set to. Everything inside takes the dark palette."""
    return ft.Container(
        content=content,
        theme=theme_of(t.DARK),
        dark_theme=theme_of(t.DARK),
        theme_mode=ft.ThemeMode.DARK,
        bgcolor=t.DARK.background,
        expand=expand,
    )


def _scheme(p: t.Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=p.primary,
        on_primary=p.on_primary,
        primary_container=p.primary_soft,
        on_primary_container=p.primary,
        secondary=p.prepare,
        on_secondary=p.on_prepare,
        secondary_container=p.prepare_soft,
        on_secondary_container=p.prepare,
        tertiary=p.session,
        on_tertiary=p.on_session,
        tertiary_container=p.session_soft,
        on_tertiary_container=p.session,
        error=p.danger,
        on_error=p.on_danger,
        error_container=p.danger_soft,
        on_error_container=p.danger,
        surface=p.background,
        on_surface=p.ink,
        on_surface_variant=p.muted,
        outline=p.edge,
        outline_variant=p.line,
        shadow=p.scrim,
        scrim=p.scrim,
        inverse_surface=p.inverse,
        on_inverse_surface=p.on_inverse,
        inverse_primary=p.inverse_accent,
        surface_tint=ft.Colors.TRANSPARENT,
        primary_fixed=p.support_soft,
        on_primary_fixed=p.support,
        surface_bright=p.raised,
        surface_dim=p.background,
        surface_container_lowest=p.surface,
        surface_container_low=p.surface,
        surface_container=p.surface,
        surface_container_high=p.surface,
        surface_container_highest=p.sunken,
    )


def _text_theme() -> ft.TextTheme:
    def serif(size: int) -> ft.TextStyle:
        return letters(size, t.LINE_HEIGHT_TIGHT, family=t.SERIF)

    def sans(size: int, family: str = t.SANS) -> ft.TextStyle:
        return letters(size, family=family)

    return ft.TextTheme(
        display_large=serif(t.SIZE_SESSION_DAY),
        headline_large=serif(t.SIZE_TITLE),
        headline_medium=serif(t.SIZE_TITLE),
        headline_small=serif(t.SIZE_HEADING),
        title_large=serif(t.SIZE_HEADING),
        title_medium=sans(t.SIZE_BODY, t.SANS_SEMIBOLD),
        title_small=sans(t.SIZE_SMALL, t.SANS_SEMIBOLD),
        body_large=sans(t.SIZE_BODY),
        body_medium=sans(t.SIZE_BODY),
        body_small=sans(t.SIZE_SMALL),
        label_large=sans(t.SIZE_BODY, t.SANS_SEMIBOLD),
        label_medium=sans(t.SIZE_SMALL, t.SANS_MEDIUM),
        label_small=sans(t.SIZE_SMALL, t.SANS_MEDIUM),
    )


def _bar_theme(p: t.Palette) -> ft.NavigationBarTheme:
    def label(color: str) -> ft.TextStyle:
        return letters(13, 1.3, family=t.SANS_SEMIBOLD, color=color)

    return ft.NavigationBarTheme(
        label_text_style={ft.ControlState.SELECTED: label(p.primary), ft.ControlState.DEFAULT: label(p.muted)}
    )


def _transitions(is_still: bool) -> ft.PageTransitionsTheme:
    """Pages change at once: Material's own transitions take 300 ms and more. An iPhone keeps its back swipe."""
    none = ft.PageTransitionTheme.NONE
    ios = none if is_still else ft.PageTransitionTheme.CUPERTINO
    return ft.PageTransitionsTheme(android=none, ios=ios, linux=none, macos=none, windows=none)
