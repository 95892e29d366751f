"""The sandbox clinic: a FHIR R4 server with SMART sign-in and sample people, for the demo, the tests and a first look.

It must never hold a real person's record: it is a stand-in for a clinic's own server.
"""
