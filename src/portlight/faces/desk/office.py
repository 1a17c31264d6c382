"""The office's own rooms at the desk: staff, timeline, channels."""
