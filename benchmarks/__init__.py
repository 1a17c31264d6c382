"""What we claim, measured beside its peers in one run. It comes with the source checkout, not with the package."""
