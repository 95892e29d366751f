"""Where the device keeps Lantern's few small secrets. Each platform's adapter is imported only on that platform."""
