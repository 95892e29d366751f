"""Messages between a patient and their clinic's team: the patient's place under Care, and the place of those who may read them."""
