"""A copy of what a person keeps, stored sealed at their clinic, which cannot open it: put up, renewed, brought back, removed."""
