"""`/settings/keys`: changing the keys everything here is sealed under. Says what it does, when one would, and how far it is."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records import KeyChange
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.frame import Screen
from mobile.screens.panels.trouble_notice import trouble_notice
from mobile.screens.settings.hidden_stays import hidden_stays


class KeysPart(Screen):
    """Follows the change, which goes on without this place."""

    def title(self) -> str:
        return self._("Change the keys")

    def body(self) -> list[ft.Control]:
        self.beginning: CancellableTask[None] = CancellableTask()
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        self.keep(self.s.services.watch_key_change(self.on_this_page(self._redraw)))
        self._redraw()

    async def on_change(self) -> None:
        await self.beginning.run(self.s.services.change_keys())
        self._redraw()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        change = self.s.services.key_change
        if change is None or self.beginning.trouble is not None:
            drawn = [*self._trouble(), *self._explanation(), self._button()]
        elif change.state == "under_way":
            drawn = self._under_way(change)
        elif change.state == "stopped":
            drawn = self._stopped()
        else:
            drawn = self._over(change)
        text = self._("Your hidden entries keep their own key. Only your second PIN opens it.")
        self.place.controls[:] = [*drawn, *hidden_stays(self, text)]

    def _trouble(self) -> list[ft.Control]:
        return trouble_notice(self, self.beginning.trouble)

    def _explanation(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.card(
                parts.heading(_("What it does")),
                parts.body(
                    _(
                        "Everything kept here is sealed again under new keys, and the old keys are thrown away. "
                        "Your words and your PIN stay as they are."
                    )
                ),
            ),
            parts.card(
                parts.heading(_("When one would")),
                parts.body(
                    _(
                        "When somebody may have copied this device's files, for example while it was out of your hands. "
                        "What you write from now on does not open with the old keys."
                    )
                ),
                parts.small(
                    _(
                        "A copy somebody already has stays as it is. If somebody may know your PIN, change the PIN too."
                    )
                ),
            ),
        ]

    def _button(self) -> ft.Control:
        return parts.primary_button(self._("Change the keys now"), self.guard(self.on_change))

    def _under_way(self, change: KeyChange) -> list[ft.Control]:
        _ = self._
        percent = f"{100 * change.done // change.of if change.of else 0} %"
        return [
            parts.empty_state(
                _("Everything is being sealed again"),
                _("You can go on using Lantern, lock it or close it. It goes on by itself."),
                icon=parts.icons.WAITING,
            ),
            parts.progress_bar(
                change.done, change.of, _("{percent} done").format(percent=percent), text=percent
            ),
        ]

    def _stopped(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.notice(
                _(
                    "Nothing is lost, and what you write is sealed under the new keys. It goes on by itself the next time "
                    "Lantern is unlocked."
                ),
                title=_("The device could not save the next part."),
                tone="support",
                icon=parts.icons.INFO,
                is_live=True,
            ),
            parts.small(_("If the device has little room left, make some first.")),
        ]

    def _over(self, change: KeyChange) -> list[ft.Control]:
        _ = self._
        text = _("Everything kept here is sealed under new keys, and the old keys are gone.")
        if change.stuck:
            text = self.ngettext(
                "{n} part does not open and was left as it is, with its old key. Everything else is under new keys.",
                "{n} parts do not open and were left as they are, with their old keys. Everything else is under new keys.",
                change.stuck,
            ).format(n=change.stuck)
        return [
            parts.spoken(parts.empty_state(_("The keys are changed"), text, icon=ft.Icons.CHECK_ROUNDED)),
            parts.outline_button(_("To Lock and PIN"), self.guard(self.on_lock)),
        ]

    def on_lock(self) -> None:
        self.s.go("/settings/lock")
