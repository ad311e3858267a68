"""When to use a right that can be used once: regression, the value of the rule that comes of it, and dual bounds."""
