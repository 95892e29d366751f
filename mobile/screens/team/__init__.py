"""Who is who: the people around the patient, and each of them with what they can see and how to reach them."""
