"""Files that people hand in: opened, made anew, and only what was made anew is ever shown (OWASP ASVS 5.0, ch. V5)."""
