"""Ways that people go through the portal while it is measured."""
