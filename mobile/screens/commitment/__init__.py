"""A commitment: one thing somebody set out to do on a day, in their own words; changed, let go, answered for, shared by choice."""
