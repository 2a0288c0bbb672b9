"""Registry Tray: knows every application running on this machine, and says when one breaks."""

__version__ = "0.1.0"
