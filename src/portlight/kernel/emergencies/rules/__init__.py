"""What an emergency is, what it may set, whom a relief covers. Values only."""
