"""A plain page of a session's day for a phone without the app: asked for by an address, handed on, ended."""
