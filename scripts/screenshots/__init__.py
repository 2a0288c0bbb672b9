"""Renders every page, state and theme of the window, the tray and the notifications on a desktop under Xvfb."""
