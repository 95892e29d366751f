"""Reminders by text message: which number, which words, when; what the clinic confirmed of them, and turning them off."""
