"""What is written between a patient and the people who work with them: replies about what was shared, and messages to the team.

Pure. Nothing here reads meaning into words; who may read them hangs on the patient's grant or on the clinic's own rule.
"""
