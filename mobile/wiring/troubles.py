"""From the client's and the store's errors to the one plain sentence a person can be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api_client import errors as clinic
from mobile.records import errors as store
from mobile.screens.app_services import Trouble, TroubleCode

_REASONS: dict[str, TroubleCode] = {
    "expired": "sign_in_expired",
    "temporarily_unavailable": "clinic_full",
    **dict.fromkeys(  # RFC 6749: what is wrong is between the clinic and Lantern, and nobody said no to the person
        (
            "server_error",
            "invalid_request",
            "invalid_scope",
            "invalid_client",
            "invalid_grant",
            "scope",
            "unauthorized_client",
            "unsupported_response_type",
            "unsupported_grant_type",
        ),
        "half_working",
    ),
    **dict.fromkeys(("patient", "fhirUser"), "no_patient"),
    "no_pkce": "no_pkce",
    **dict.fromkeys(("state", "issuer", "nonce", "redirect", "used", "audience", "code"), "sign_in_mixed_up"),
}

_OF_STORE: dict[type[store.StoreError], TroubleCode] = {
    store.WeakPin: "weak_pin",
    store.WeakPassphrase: "weak_passphrase",
    store.WrongPassphrase: "wrong_passphrase",
    store.NotAnExport: "not_a_copy",
    store.DamagedCopy: "damaged_copy",
    store.Damaged: "cannot_salvage",
    store.OtherPersonsCopy: "other_persons_copy",
    store.NotASheet: "not_a_sheet",
    store.WrongSheet: "wrong_sheet",
    store.BiometricsRefused: "biometrics_refused",
    store.BiometricsGone: "biometrics_gone",
    store.NotSaved: "not_saved",
    store.SecretsUnavailable: "no_secret_store",
    store.KeyUnavailable: "no_secret_store",
}


def code_of(error: clinic.ClinicError) -> TroubleCode:
    """Which sentence fits an error of the clinic's."""
    if isinstance(error, clinic.BadAddress):
        return "bad_address"
    if isinstance(error, clinic.NotFhir):
        return "not_fhir"
    if isinstance(error, clinic.Unreachable):
        return "unreachable"
    if isinstance(error, clinic.TooMany):
        return "clinic_full"
    if isinstance(error, clinic.SignInRefused):
        return _REASONS.get(error.reason, "sign_in_refused")
    if isinstance(error, (clinic.SignedOut, clinic.Forbidden)):
        return "sign_in_refused"
    return "half_working"


@contextmanager
def troubles_plainly() -> Iterator[None]:
    """Turns what the parts raise into `Trouble`; anything unknown passes on to the guard."""
    try:
        yield
    except clinic.ClinicError as error:
        raise Trouble(code_of(error)) from None
    except store.StoreError as error:
        trouble = _store_trouble(error)
        if trouble is None:
            raise
        raise trouble from None


def _store_trouble(error: store.StoreError) -> Trouble | None:
    """None for what a person cannot be told."""
    if isinstance(error, store.WrongPin):
        return _pin_trouble(error)
    for kind, code in _OF_STORE.items():
        if isinstance(error, kind):
            return Trouble(code)
    return None


def _pin_trouble(error: store.WrongPin) -> Trouble:
    if error.tries_left == 0:
        return Trouble("no_more_tries", left=0)
    if error.next_try_at is not None:
        return Trouble("pin_wait", until=error.next_try_at, left=error.tries_left)
    return Trouble("wrong_pin", left=error.tries_left)
