"""Reminders by text message: a patient's wish, their number confirmed from that very number, and a sender that goes by the clinic's clock.

The words are chosen from the clinic's list and say nothing of anybody's health. Each reminder is sent once or not at all.
"""
