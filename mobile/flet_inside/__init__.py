"""All that the app uses of Flet beyond what Flet offers: its private names stand here and nowhere else.

Flet is pinned exactly. `tests/unit/flet_inside` says what each of these names must be and do, so that another version of Flet
is found out there first.
"""
