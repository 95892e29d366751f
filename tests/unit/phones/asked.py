"""What the pinned flet-cli makes of pyproject.toml for a phone, asked of flet-cli itself: nothing is built or fetched."""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flet_cli
import pytest
from flet_cli.commands.build import Command
from flet_cli.utils.pyproject_toml import load_pyproject_toml
from flet_cli.utils.python_versions import resolve_python_version

ROOT = Path(__file__).parents[3]
PYTHON = "3.13"
"""The newest for which Flet's index has the wheels that are pinned; `docs/building-for-phones.md` says it in every command."""
PLATFORMS = {"apk": "android", "ipa": "ios"}
ABIS = ["arm64-v8a", "x86_64"]
SETTINGS = {"get_platform_setting": "", "get_bool_setting": "", "splash_setting": "splash."}
"""Calls by which flet-cli reads a setting for one platform or for all, and what stands before the name it gives."""


def parsed(arguments: list[str]) -> argparse.Namespace:
    """As `flet build` reads its command line. Ends the process where it does not know an option."""
    parser = argparse.ArgumentParser()
    Command(parser)
    return parser.parse_args(arguments)


def template_data(target: str, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> dict[str, Any]:
    """What flet-cli fills its template of an app with. `target`: "apk" or "ipa"."""
    manifest = scratch / "manifest.json"  # what flet-cli would fetch: which Pythons there are
    release = {
        "full_version": f"{PYTHON}.0",
        "standalone_date": "",
        "pyodide_version": "",
        "android_abis": ABIS,
    }
    manifest.write_text(json.dumps({"default_python_version": PYTHON, "pythons": {PYTHON: release}}))
    monkeypatch.setenv("FLET_PYTHON_BUILD_MANIFEST", str(manifest))
    parser = argparse.ArgumentParser()
    command = Command(parser)
    command.options = parser.parse_args([target, str(ROOT), "--python-version", PYTHON])
    command.target_platform = target
    command.package_platform = command.platforms[target]["package_platform"]
    command.config_platform = command.platforms[target]["config_platform"]
    command.python_app_path = ROOT
    command.build_dir = command.flutter_dir = scratch
    command.flutter_dependencies = {}
    command.get_pyproject = load_pyproject_toml(ROOT)
    command.python_release = resolve_python_version(PYTHON, command.get_pyproject)
    command.validate_entry_point()
    command.setup_template_data()
    return command.template_data or {}


def settings_read() -> set[str]:
    """Every name under `tool.flet` that flet-cli reads, with `*` where it puts the platform's."""
    found: set[str] = set()
    for path in Path(flet_cli.__path__[0]).rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= set(_read_by(node))
    return {name for name in found if name.strip("*.")}  # its own ways of reading any name say nothing


def _read_by(call: ast.Call) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for text in map(_text_of, call.args):
        if called == "get_pyproject" and text.startswith("tool.flet."):
            yield text.removeprefix("tool.flet.")
        elif called in SETTINGS and re.fullmatch(r"[a-z_.]+", text):
            yield f"{SETTINGS[called]}{text}"
            yield f"*.{SETTINGS[called]}{text}"


def _text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return ""
