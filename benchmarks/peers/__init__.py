"""The peers: other people's programs for the same job, each set up as its own manual advises for many messages."""
