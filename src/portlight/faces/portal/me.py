"""A person's own door: proving an address, and the session that follows."""
