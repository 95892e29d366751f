"""Help with cost: what the clinic lists, narrowed by language and region, and how to reach each."""
