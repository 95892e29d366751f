"""Who can read what of a patient's record: computed, and the only source of sentences about it.

`rules` is what the clinic says its roles read, `facts` what this device knows, `reckoning` puts both together, `openings`
says when something was last opened. Pure. Screens only word what is found here.
"""
