"""Lantern for browsers: the web site around Flet's pages, and what keeps it standing among strangers. A phone has none of it."""
