"""The place of whoever books at a clinic: what waits, the series in blocks, what does not fit, and the answer."""
