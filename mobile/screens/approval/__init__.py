"""The patient's insurance approvals: how far each is, what is asked of them, and the photo that they add for it."""
