"""What care costs and who pays: prices before deciding, bills with what is paid and due, the estimate, and ways to pay."""
