"""Who takes the patient home from one session: written, asked by a link that they hand on, and what was answered."""
