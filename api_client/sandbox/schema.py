"""The sandbox clinic's tables.

`version` keeps every version's text for ever; `current` points at the newest. `term` and `span` are the search index,
`relation` is who is tied to whom. A database of another layout is refused, never rewritten by guess.
"""

from __future__ import annotations

LAYOUT = 1

TABLES = """
CREATE TABLE current (
  pk INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,
  updated INTEGER NOT NULL, patient TEXT, gone INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX current_name ON current (type, id);
CREATE INDEX current_time ON current (type, updated, pk, gone);
CREATE INDEX current_owner ON current (type, patient, updated, pk, gone);

CREATE TABLE version (
  seq INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, updated INTEGER NOT NULL,
  method TEXT NOT NULL, patient TEXT, text TEXT NOT NULL);
CREATE INDEX version_name ON version (type, id, n);

CREATE TABLE term (
  key TEXT NOT NULL, code TEXT NOT NULL, pk INTEGER NOT NULL, system TEXT NOT NULL,
  PRIMARY KEY (key, code, pk, system)) WITHOUT ROWID;
CREATE TABLE span (
  key TEXT NOT NULL, pk INTEGER NOT NULL, lo INTEGER NOT NULL, hi INTEGER NOT NULL,
  PRIMARY KEY (key, pk, lo, hi)) WITHOUT ROWID;

CREATE TABLE relation (
  tie TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, patient TEXT NOT NULL,
  lo INTEGER NOT NULL, hi INTEGER NOT NULL, pk INTEGER NOT NULL);
CREATE INDEX relation_who ON relation (tie, who, what);
CREATE INDEX relation_patient ON relation (tie, patient);
CREATE INDEX relation_pk ON relation (pk);

CREATE TABLE snapshot (id TEXT PRIMARY KEY, made INTEGER NOT NULL, owner TEXT NOT NULL, body TEXT NOT NULL);

CREATE TABLE account (
  hint TEXT PRIMARY KEY, role TEXT NOT NULL, reference TEXT NOT NULL, name TEXT NOT NULL, situation TEXT NOT NULL,
  secret BLOB);
CREATE TABLE grant_code (
  hash BLOB PRIMARY KEY, body TEXT NOT NULL, expires INTEGER NOT NULL, family TEXT);
CREATE TABLE token (
  hash BLOB PRIMARY KEY, family TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, expires INTEGER NOT NULL,
  spent INTEGER NOT NULL DEFAULT 0);
CREATE INDEX token_family ON token (family);
CREATE TABLE invitation (
  code TEXT PRIMARY KEY, reference TEXT NOT NULL, invited TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0);
"""
