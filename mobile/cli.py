"""The command line: `lantern demo`, `lantern app`, `lantern serve`, `lantern clinic`, `lantern verify`.

Prints addresses and who can sign in; never a word of a patient's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import sys
import webbrowser
from pathlib import Path

HOST = "127.0.0.1"
TEXTS_EVERY_S = 5.0
"""How often the sandbox clinic looks whether a text message is due."""


def main(arguments: list[str] | None = None) -> int:
    """The entry of the `lantern` command. Returns the exit status."""
    options = _parser().parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        return options.run(options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lantern", description="The companion between ketamine sessions.")
    commands = parser.add_subparsers(required=True, metavar="demo|app|serve|clinic|verify")

    def command(name: str, run: object, text: str, port: int) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        one.add_argument("--port", type=int, default=port)
        return one

    demo = command("demo", _demo, "the sandbox clinic and the app in one process, with sample people", 8550)
    demo.add_argument("--data", type=Path, help="keep everything in this folder (sample data only)")
    demo.add_argument("--no-browser", action="store_true")

    app = command("app", _app, "the patient's app on this device, against a real FHIR server", 8551)
    app.add_argument("--clinic", help="the clinic's FHIR address, to join without typing it")
    app.add_argument("--data", type=Path, default=Path.home() / ".lantern")
    app.add_argument("--no-browser", action="store_true")
    app.add_argument(
        "--passphrase-file", type=Path, help="where there is no keyring: a file with a passphrase"
    )

    serve = command("serve", _serve, "the app hosted for many browsers; nothing is kept here", 8552)
    serve.add_argument("--clinic", required=True)
    serve.add_argument("--public-url", help="the https address browsers reach this at")

    for one in (demo, app, serve):
        one.add_argument(
            "--ask-every",
            type=_seconds,
            metavar="SECONDS",
            help="how often the clinic is asked for what is new while somebody looks; 20 if not given",
        )

    clinic = command("clinic", _clinic, "the sandbox clinic alone, FHIR at /fhir", 8553)
    clinic.add_argument("--data", type=Path, required=True, help="the database file; made and seeded if new")
    clinic.add_argument(
        "--address", help="where it is reached if not at its port, without /fhir: behind a proxy"
    )
    clinic.add_argument("--redirect", action="append", default=[], help="where a hosted app may be answered")
    clinic.add_argument("--demo", action="store_true", help="sample people may sign in without a password")

    text = "whether a PDF is the copy of what was signed"
    verify = commands.add_parser("verify", help=text, description=text)
    verify.set_defaults(run=_verify)
    verify.add_argument("file", type=Path)
    verify.add_argument("--record", type=Path, help="the clinic's own record of it, a Consent as JSON")
    return parser


def _verify(options: argparse.Namespace) -> int:
    """0: it is; 1: it is not; 2: a file could not be read."""
    from mobile.verifying import sentence, verified

    try:
        pdf = options.file.read_bytes()
        clinics = options.record.read_bytes() if options.record else None
    except OSError:
        print("A file could not be read.", file=sys.stderr)
        return 2
    verdict = verified(pdf, clinics)
    print(sentence(verdict, is_compared=clinics is not None))
    if verdict.is_copy and verdict.signed is not None and verdict.signed.signed_at is not None:
        print(f"Agreement    {verdict.signed.signed}")
        print(f"Signed at    {verdict.signed.signed_at.isoformat()}")
        print(f"Fingerprint  {verdict.signed.fingerprint}")
    return 0 if verdict.is_copy else 1


def _seconds(text: str) -> float:
    """Raises ArgumentTypeError: less often than hourly a share that was taken back would be read on, and more often than every
    second is no rest for a clinic."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("give seconds, from 1 to 3600")
    return seconds


def _demo(options: argparse.Namespace) -> int:
    import httpx

    from api_client.sandbox import Sandbox
    from mobile.wiring.setup import Setup

    base = f"http://{HOST}:{options.port}"
    if options.data:
        options.data.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(
        options.data / "clinic.db" if options.data else None, demo=True, base_url=f"{base}/fhir"
    )
    sandbox.texts_by_themselves.every_s = TEXTS_EVERY_S
    people = sandbox.people()
    setup = Setup(
        "demo",
        options.data,
        f"{base}/fhir",
        httpx.ASGITransport(app=sandbox.app),
        pull_every_s=options.ask_every or Setup.pull_every_s,
    )
    lines = [f"  {person['login_hint']:<12} {person['role']:<12} {person['situation']}" for person in people]
    lines = [f"Lantern is at {base}", "Who can sign in there (all of them invented):", *lines]
    if options.data is None:
        lines.append("Nothing is kept after exit. --data DIR keeps it.")
    return _run(setup, options, lines, clinic=sandbox.app)


def _app(options: argparse.Namespace) -> int:
    from mobile.hosting.entry import Entry, kept_key
    from mobile.wiring.setup import Setup

    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    setup = Setup("app", options.data, options.clinic, pull_every_s=options.ask_every or Setup.pull_every_s)
    entry = Entry(kept_key(options.data), options.port)
    lines = [
        f"Lantern is at {entry.address}",
        "The address is good once, for the browser that opens it first.",
    ]
    return _run(setup, options, lines, secrets=_secrets(options), entry=entry)


def _serve(options: argparse.Namespace) -> int:
    from mobile.wiring.setup import Setup

    setup = Setup(
        "serve",
        None,
        options.clinic,
        public_url=options.public_url,
        pull_every_s=options.ask_every or Setup.pull_every_s,
    )
    options.no_browser = True
    lines = [f"Lantern is at {options.public_url or f'http://{HOST}:{options.port}'}. Nothing is kept here."]
    return _run(setup, options, lines)


def _clinic(options: argparse.Namespace) -> int:
    from api_client.sandbox import Sandbox
    from mobile.hosting.server import server

    if not _is_free(options.port):
        return _port_taken(options.port)
    base = f"{options.address or f'http://{HOST}:{options.port}'}/fhir"
    sandbox = Sandbox(options.data, demo=options.demo, base_url=base, redirects=options.redirect)
    sandbox.texts_by_themselves.every_s = TEXTS_EVERY_S
    passwords = [f"  {name:<12} {password}" for name, password in sandbox.new_passwords.items()]
    print("\n".join([f"The sandbox clinic is at {base}", *passwords]), flush=True)
    asyncio.run(server(sandbox.dated_app, HOST, options.port, is_proxied=False, says_date=False).serve())
    return 0


def _secrets(options: argparse.Namespace) -> object:
    """The keyring where there is a real one; else a passphrase the person gives."""
    from mobile.device.secrets.desktop import KeyringSecrets
    from mobile.records.errors import SecretsUnavailable
    from mobile.records.secrets import PassphraseSecrets

    if options.passphrase_file is not None:
        return PassphraseSecrets(options.data, options.passphrase_file.read_text("utf-8").strip())
    try:
        return KeyringSecrets()
    except SecretsUnavailable:
        print(
            "This computer has no keyring Lantern trusts. Start it again with --passphrase-file FILE,\n"
            "a file that holds a passphrase of 12 characters or more. Nothing was changed.",
            file=sys.stderr,
        )
        raise SystemExit(2) from None


def _run(setup, options, lines, *, clinic=None, secrets=None, entry=None) -> int:
    from mobile.app import collect_garbage_less_often, session
    from mobile.flet_inside.socket import app_manager
    from mobile.hosting.limits import Limits
    from mobile.hosting.opening import Opening
    from mobile.hosting.pages import Pages
    from mobile.hosting.quiet import quiet_logs
    from mobile.hosting.server import server
    from mobile.hosting.site import hosted
    from mobile.shell.loading import load_every_place
    from mobile.wiring.account_sessions import AccountSessions
    from mobile.wiring.callback import PendingSignIns

    if not _is_free(options.port):
        return _port_taken(options.port)
    quiet_logs()
    accounts, callbacks, opening, limits = (
        AccountSessions(setup, secrets),
        PendingSignIns(),
        Opening(),
        Limits.of_mode(setup.mode),
    )
    pages = Pages(app_manager, limits)
    site = hosted(
        session(setup, accounts, callbacks, pages.visited),
        callbacks,
        clinic=clinic,
        public_url=setup.public_url,
        on_stop=accounts.close,
        pages=pages,
        entry=entry,
    )
    if setup.mode == "serve":
        load_every_place()
    collect_garbage_less_often()
    serves = server(site, HOST, options.port, is_proxied=setup.public_url is not None, limits=limits)

    def used(address: str) -> None:
        opening.done()
        print(f"For another browser: {address}", flush=True)

    if entry is not None:
        entry.on_used = used

    async def serving() -> None:
        running = asyncio.create_task(serves.serve())
        while not serves.started and not running.done():  # noqa: ASYNC110  (uvicorn tells nobody)
            await asyncio.sleep(0.02)
        print("\n".join(lines), flush=True)
        if not options.no_browser and entry is not None:
            opening.open(entry.address)
        elif not options.no_browser:
            webbrowser.open(f"http://{HOST}:{options.port}")
        await running

    try:
        asyncio.run(serving())
    finally:
        opening.done()
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _port_taken(port: int) -> int:
    print(f"Port {port} is in use. Choose another with --port.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
