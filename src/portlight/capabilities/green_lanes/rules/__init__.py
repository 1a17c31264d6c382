"""What a green lane is by rule: the roster, what has changed in it, what the law lets an institution do for whom."""
