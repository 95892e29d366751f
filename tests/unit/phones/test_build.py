"""The configuration of the phones' build, as the pinned flet-cli understands it."""

from __future__ import annotations

import plistlib
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from flet_notifications import patcher
from PIL import Image

from mobile.design import tokens as t
from mobile.wiring.setup import PHONE_REDIRECT
from tests.unit.phones.asked import PLATFORMS, PYTHON, ROOT, parsed, settings_read, template_data

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FLET = PROJECT["tool"]["flet"]
READ_BY_THE_TEMPLATE = {"android.manifest_application"}
"""Not read by flet-cli: its template of AndroidManifest.xml goes through the table itself."""
ALLOWED = {
    "android.permission.INTERNET",
    "android.permission.RECORD_AUDIO",
    "android.permission.USE_BIOMETRIC",
    "android.permission.POST_NOTIFICATIONS",
    "android.permission.SCHEDULE_EXACT_ALARM",
    "android.permission.RECEIVE_BOOT_COMPLETED",
    "android.permission.VIBRATE",
}


def leaves(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def is_read(key: str, read: set[str]) -> bool:
    """Itself, or a table that it stands in."""
    parts = key.split(".")
    tables = [parts[:count] for count in range(1, len(parts) + 1)]
    return any(_is_alike(table, pattern.split(".")) for table in tables for pattern in read)


def _is_alike(table: list[str], pattern: list[str]) -> bool:
    return len(table) == len(pattern) and all(map(fnmatch, table, pattern))


def test_flet_cli_is_the_one_of_this_flet() -> None:
    assert version("flet-cli") == version("flet")


def test_every_key_is_one_that_flet_cli_reads() -> None:
    read = settings_read() | READ_BY_THE_TEMPLATE
    assert [key for key in leaves(FLET) if not is_read(key, read)] == []
    assert not is_read("android.min_sdk_version", read)  # it is a check that can fail
    assert not is_read("deep_linking.schema", read)


@pytest.mark.parametrize("target", PLATFORMS)
def test_a_sign_in_comes_back_to_the_app(
    target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    link = template_data(target, monkeypatch, tmp_path)["options"]["deep_linking"]
    assert f"{link['scheme']}://{link['host']}" == PHONE_REDIRECT


def test_an_android_app_may_what_lantern_uses_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    permissions = template_data("apk", monkeypatch, tmp_path)["options"]["android_permissions"]
    assert {name for name, is_asked in permissions.items() if is_asked} == ALLOWED


def test_no_copy_of_the_files_goes_into_a_backup_and_nothing_travels_in_clear() -> None:
    application = FLET["android"]["manifest_application"]
    for name in ("allowBackup", "fullBackupContent", "usesCleartextTraffic"):
        assert application[name] == "false"  # as the template writes it; a TOML false would become "False"


def test_what_an_iphone_asks_is_said_in_our_own_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = template_data("ipa", monkeypatch, tmp_path)["options"]["info_plist"]
    assert set(asked) == {"NSMicrophoneUsageDescription", "NSFaceIDUsageDescription"}
    assert not [text for text in asked.values() if text.startswith("This app")]


@pytest.mark.parametrize("target", PLATFORMS)
def test_a_start_looks_like_lantern(target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = template_data(target, monkeypatch, tmp_path)
    assert data["product_name"] == "Lantern"
    assert data["splash"] == {
        "android": True, "ios": True, "web": True, "color": t.LIGHT.background, "dark_color": t.DARK.background,
    }  # fmt: skip
    assert data["adaptive_icon_background"] == t.LIGHT.background
    for name, smallest in (("icon", 1024), ("icon_android", 1024), ("splash", 512), ("splash_dark", 512)):
        with Image.open(ROOT / "assets" / f"{name}.png") as image:
            assert min(image.size) >= smallest
    with Image.open(ROOT / "assets" / "icon.png") as image:
        assert image.mode == "RGB"  # the App Store takes no icon that is transparent


def test_what_is_left_out_of_the_app_is_there_to_be_left_out_and_not_needed() -> None:
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    left_out = set(FLET["app"]["exclude"])
    assert {"tests", "tools", "docs", "api_client/sandbox", "phones"} <= left_out
    made_here = {"bench-out", "build", "node_modules", "shots", "lantern_companion.egg-info"}
    assert tracked - made_here - left_out == {"api_client", "assets", "main.py", "mobile", "pyproject.toml"}


def test_the_privacy_manifest_reads_and_says_no_tracking() -> None:
    manifest = plistlib.loads((ROOT / "phones" / "ios" / "PrivacyInfo.xcprivacy").read_bytes())
    assert manifest["NSPrivacyTracking"] is False
    assert manifest["NSPrivacyCollectedDataTypes"] == []
    assert all(one["NSPrivacyAccessedAPITypeReasons"] for one in manifest["NSPrivacyAccessedAPITypes"])


def test_what_flet_cli_cannot_say_of_reminders_is_put_in_by_the_command_of_the_guide(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without these receivers a reminder is set and never shown, and after a restart of the phone none is left. Twice is as once."""
    guide = (ROOT / "docs" / "building-for-phones.md").read_text()
    assert re.findall(r"^flet-notifications-patch (.*)", guide, re.MULTILINE) == [
        "--project-root build/flutter"
    ]
    permissions = template_data("apk", monkeypatch, tmp_path)["options"]["android_permissions"]
    said = "".join(
        f'<uses-permission android:name="{name}" />' for name, is_on in permissions.items() if is_on
    )
    app = tmp_path / "android" / "app"
    manifest, gradle = app / "src" / "main" / "AndroidManifest.xml", app / "build.gradle.kts"
    manifest.parent.mkdir(parents=True)
    space = 'xmlns:android="http://schemas.android.com/apk/res/android"'
    manifest.write_text(f"<manifest {space}>{said}<application /></manifest>")
    gradle.write_text(
        "android {\n    compileOptions {\n    }\n    defaultConfig {\n    }\n}\n\ndependencies {}\n"
    )
    for _ in range(2):
        assert patcher.main(["--project-root", str(tmp_path)]) == 0
    patched = manifest.read_text()
    for receiver in ("ScheduledNotificationReceiver", "ScheduledNotificationBootReceiver"):
        assert patched.count(f"com.dexterous.flutterlocalnotifications.{receiver}") == 1
    assert patched.count("android.intent.action.BOOT_COMPLETED") == 1
    asked = set(re.findall(r'uses-permission android:name="([^"]+)"', patched))
    assert asked == ALLOWED  # it asks for nothing beside what pyproject says
    for line in ("isCoreLibraryDesugaringEnabled = true", "coreLibraryDesugaring("):
        assert gradle.read_text().count(line) == 1


def test_the_guide_builds_with_the_python_whose_wheels_are_pinned() -> None:
    guide = (ROOT / "docs" / "building-for-phones.md").read_text()
    builds = [parsed(shlex.split(line)) for line in re.findall(r"^flet build (.*)", guide, re.MULTILINE)]
    assert {one.target_platform for one in builds} == {"apk", "aab", "ipa"}
    assert {one.python_version for one in builds} == {PYTHON}
