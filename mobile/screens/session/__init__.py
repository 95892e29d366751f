"""One session that is to come: its clock times, medicines in the clinic's words, what to prepare, and what to do after eating."""
