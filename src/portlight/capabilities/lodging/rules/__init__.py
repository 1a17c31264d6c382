"""What a declaration of accommodation must say, when it is late, and what an officer must look at."""
