"""What the patient's prescriber and therapist wrote for the patient to read too."""
