"""What a browser sends is not believed: Flet's protocol lets a page write any attribute of any control and name any event.

Between the socket and Flet every message is read here, and only what a page has a reason to say goes on: a few values of
a few kinds of controls, a few events, within bounds, of controls the person can see and use. `values` checks one value,
`allowed` is the list of what may be said about which control, `messages` reads a whole message. `mobile.hosting.sockets`
stands it before Flet.
"""
