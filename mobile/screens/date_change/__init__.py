"""Asking the clinic for another date of one session: the times it offers, what else would move, or that none suits."""
