"""The pages on which staff see what went out and what will, and stop or repeat it."""
