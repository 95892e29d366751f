"""How patients' agreements stand and what is left to talk about, for their therapist and their prescriber. Nothing else of a patient's."""
