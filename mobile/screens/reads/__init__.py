"""What several places of a patient's know of their care, each piece read by itself and watched by itself.

A place reads the pieces it shows and follows their kinds (`visits.KINDS`, `team.KINDS`, ...), so that a commit redraws
only what it is about, and all places say the same of one session, one therapist, one share. Never the network.
"""
