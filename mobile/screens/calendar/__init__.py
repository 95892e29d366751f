"""The patient's own calendar: the times of their sessions as a file for it, and again when one is moved or called off."""
