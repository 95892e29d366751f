"""The sealed local store: what the screen calls saved is here, sealed, before the screen says so."""
