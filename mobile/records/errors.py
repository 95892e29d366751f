"""What can go wrong in the store, one class a case. No error carries a value of the patient's, only codes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal


class StoreError(Exception):
    """Anything the store says no to. `code` is for choosing a sentence, never for showing."""

    code = "store"


class Locked(StoreError):
    """The keys are not in memory: unlock first. Nothing was read or written."""

    code = "locked"


class NotSaved(StoreError):
    """Nothing was written. `reason`: "full", "read_only" or "io"."""

    code = "not_saved"

    def __init__(self, reason: Literal["full", "read_only", "io"]) -> None:
        super().__init__(reason)
        self.reason = reason


class ChangedMeanwhile(StoreError):
    """What was to be replaced is not what it was when it was read. Nothing was written."""

    code = "changed_meanwhile"


class WrongPin(StoreError):
    """The PIN did not open the vault, or may not be tried yet.

    `tries_left` 0: only recovery is left, waiting does not help. `next_try_at` (aware UTC): not before then.
    `was_tried`: False when the wait was not over and the PIN was not looked at.
    """

    code = "wrong_pin"

    def __init__(self, tries_left: int, next_try_at: datetime | None, *, was_tried: bool = True) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left
        self.next_try_at = next_try_at
        self.was_tried = was_tried


class WeakPin(StoreError):
    """Too short, not digits, or among the first a stranger would try."""

    code = "weak_pin"


class WeakPassphrase(StoreError):
    """Shorter than 12 characters."""

    code = "weak_passphrase"


class WrongPassphrase(StoreError):
    """The passphrase does not open this file, or the file was changed."""

    code = "wrong_passphrase"


class DamagedCopy(StoreError):
    """A sealed copy of ours that is not whole: cut short, or changed since it was made."""

    code = "damaged_copy"


class OtherPersonsCopy(StoreError):
    """The copy is somebody else's, or was made at another clinic. Nothing of it was added."""

    code = "other_persons_copy"


class NotASheet(StoreError):
    """These are not the words of any recovery sheet: too few, too many, or one of them is another word."""

    code = "not_a_sheet"


class WrongSheet(StoreError):
    """The words of a recovery sheet, and not of the one that opens this store. Nothing was changed."""

    code = "wrong_sheet"


class BiometricsRefused(StoreError):
    """The phone gave nothing out: the person or the phone said no, it took too long, or it cannot. Nothing was changed."""

    code = "biometrics_refused"


class BiometricsGone(StoreError):
    """What the phone has does not open this store, or it has nothing: after its fingers or faces were changed, for one."""

    code = "biometrics_gone"


class OpenOtherwise(StoreError):
    """The store is open, and what was given is right and opens more of it, or less. Nothing was changed."""

    code = "open_otherwise"


class KeyUnavailable(StoreError):
    """There are rows, and the key to them is missing or is another one. Nothing was changed; no new key was made."""

    code = "key_unavailable"


class SecretsUnavailable(StoreError):
    """The device's secret store is missing, refused, or took too long."""

    code = "secrets_unavailable"


class Damaged(StoreError):
    """The file, or one sealed row of it, is not as it was written. Nothing was deleted."""

    code = "damaged"


class TooNew(StoreError):
    """A newer Lantern wrote this store. Nothing was changed: the newer one opens it."""

    code = "too_new"


class InUse(StoreError):
    """Another Lantern on this machine has this store open."""

    code = "in_use"


class NothingHere(StoreError):
    """There is no store to open."""

    code = "nothing_here"


class AlreadyHere(StoreError):
    """There is a store already: a new one is never made over it."""

    code = "already_here"


class NotAnExport(StoreError):
    """The bytes are no sealed export of ours, or ask for weaker keys than we accept."""

    code = "not_an_export"
