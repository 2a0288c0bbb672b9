"""The domain: what is registered, how it is checked, when to speak up. No framework is imported here."""
