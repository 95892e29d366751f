"""The composition root: the only place that chooses real, sandbox or fake parts. One `PageHouse` a page, nothing global."""
