"""The summary that prescriber and therapist keep together, at the desk: what is written and done (`keeping`), its place (`view`), and
its card beside what is read (`card`)."""
