"""One page: which place is shown, how it looks, what stands before it, and what is typed while it cannot be drawn."""
