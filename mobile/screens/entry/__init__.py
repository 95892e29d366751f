"""One entry of the journal: written, kept as it is typed, shown in part to whom the person chooses, thrown away with a way back."""
