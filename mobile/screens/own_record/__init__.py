"""Everything a person has here, as a paper they can read."""
