"""The brief before a meeting: what is in it (`held`), its words once for screen and paper (`words`, `own`, `facts`), and its place."""
