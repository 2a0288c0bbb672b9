"""Measures the program against its goals: `python -m bench`, or `python -m bench launch fleet --n 2000`."""
