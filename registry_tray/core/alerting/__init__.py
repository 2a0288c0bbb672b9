"""The rules of alerts: what is wrong, what is told of it, and how much of it at once. Pure."""
