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
    except store.WrongPin as error:
        raise _pin_trouble(error) from None
    except store.WeakPin:
        raise Trouble("weak_pin") from None
    except store.WeakPassphrase:
        raise Trouble("weak_passphrase") from None
    except store.WrongPassphrase:
        raise Trouble("wrong_passphrase") from None
    except store.NotAnExport:
        raise Trouble("not_a_copy") from None
    except store.DamagedCopy:
        raise Trouble("damaged_copy") from None
    except store.Damaged:
        raise Trouble("cannot_salvage") from None
    except store.OtherPersonsCopy:
        raise Trouble("other_persons_copy") from None
    except store.NotSaved:
        raise Trouble("not_saved") from None
    except (store.SecretsUnavailable, store.KeyUnavailable):
        raise Trouble("no_secret_store") from None


def _pin_trouble(error: store.WrongPin) -> Trouble:
    if error.tries_left == 0:
        return Trouble("no_more_tries", left=0)
    if error.next_try_at is not None:
        return Trouble("pin_wait", until=error.next_try_at, left=error.tries_left)
    return Trouble("wrong_pin", left=error.tries_left)
