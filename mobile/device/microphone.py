"""The microphone, as what records asks for it: sound comes in small pieces while it is on, and nothing is written anywhere.

In a browser the page sends the samples over its own socket; on a phone the plugin gives them. Nothing is asked of the person's
system before they tapped to speak. A client that does not answer counts as a microphone that is not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from flet_audio_recorder import AudioEncoder, AudioRecorder, AudioRecorderConfiguration

from mobile.device.microphone_port import Begun, State

ASKED_S = 120.0
"""So long a person may take to answer their system's question."""
ANSWER_S = 5.0


class PageMicrophone:
    """That of the page's client. Make it while the page is the current one, and keep it as long as the place stands.

    `on_sound` hears samples (signed 16-bit, one channel) and their number, from 1; `on_state` what the client says by itself.
    """

    def __init__(
        self,
        rate: int,
        on_sound: Callable[[bytes, int], None],
        on_state: Callable[[State], None],
        guard: Callable[..., Any],
    ) -> None:
        self._on_sound, self._on_state = on_sound, on_state
        self._recorder = AudioRecorder(
            configuration=AudioRecorderConfiguration(
                encoder=AudioEncoder.PCM16BITS,
                sample_rate=rate,
                channels=1,
                suppress_noise=True,
                auto_gain=True,
            ),
            on_stream=guard(self._heard),
            on_state_change=guard(self._changed),
        )

    def _heard(self, e: Any) -> None:
        if isinstance(e.chunk, bytes):
            self._on_sound(e.chunk, e.sequence)

    def _changed(self, e: Any) -> None:
        if e.data in ("recording", "paused", "stopped"):
            self._on_state(e.data)

    async def begin(self) -> Begun:
        try:
            if not await asyncio.wait_for(self._recorder.has_permission(), ASKED_S):
                return "refused"
            is_on = await asyncio.wait_for(self._recorder.start_recording(), ASKED_S)
        except Exception:  # whatever the client says went wrong: its text is not read
            return "none"
        return "on" if is_on else "none"

    async def pause(self) -> bool:
        return await _answered(self._recorder.pause_recording())

    async def go_on(self) -> bool:
        return await _answered(self._recorder.resume_recording())

    async def end(self) -> bool:
        return await _answered(self._recorder.stop_recording())


async def _answered(question: Awaitable[Any]) -> bool:
    try:
        await asyncio.wait_for(question, ANSWER_S)
    except Exception:
        return False
    return True
