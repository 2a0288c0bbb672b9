"""The REST API on localhost."""
