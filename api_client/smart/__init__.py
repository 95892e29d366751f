"""Signing in at a clinic: SMART App Launch 2.2 as a public client with PKCE.

configuration = await discover("https://clinic.example/fhir")
sign_in = SmartSignIn(configuration, client_id="app", redirect_uri="app://signed-in", scope="launch/patient ...")
tokens = await sign_in.finish(address)           # after the browser came back
await store.save(tokens)
clinic = ClinicClient(configuration.base_url, auth=SmartAuth(configuration.base_url, "app", store))
"""

from api_client.smart.auth import SmartAuth
from api_client.smart.discovery import SmartConfiguration, discover
from api_client.smart.endpoint import revoke
from api_client.smart.sign_in import SmartSignIn
from api_client.smart.tokens import Tokens, TokenStore

__all__ = [
    "SmartAuth",
    "SmartConfiguration",
    "SmartSignIn",
    "TokenStore",
    "Tokens",
    "discover",
    "revoke",
]
