"""Care > Agreements: what the clinic asks a person to agree to, read part by part, asked about, understood and chosen."""
