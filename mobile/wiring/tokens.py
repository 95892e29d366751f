"""The clinic's tokens, kept in the sealed store; before there is a store, only in memory."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from api_client.smart import Tokens
from mobile.records import Records


class SealedTokens:
    """The `TokenStore` port of the client's sign-in, over the sealed credentials."""

    NAME = "tokens"

    def __init__(self, records: Records) -> None:
        self._records = records

    async def load(self) -> Tokens | None:
        text = await self._records.read_credential(self.NAME)
        if not text:
            return None
        values = json.loads(text)
        if isinstance(values.get("expires_at"), str):
            values["expires_at"] = datetime.fromisoformat(values["expires_at"])
        return Tokens(**values)

    async def save(self, tokens: Tokens) -> None:
        text = json.dumps(asdict(tokens), default=lambda value: value.isoformat())
        await self._records.write_credential(self.NAME, text)

    async def clear(self) -> None:
        await self._records.write_credential(self.NAME, "")
