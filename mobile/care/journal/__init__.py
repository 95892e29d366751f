"""The journal: entries of the patient's own, what of one somebody may be given, and what is thrown away with a way back."""
