"""The settings of a test's desktop: a plain background, a panel with a tray and a clock, popups that stay."""

import os
from pathlib import Path

BACKGROUND = "#3b4a5c"
PANEL = 30  # pixels
_SERVICES = "/usr/share:/usr/local/share"

_CHANNELS = {
    "xfce4-panel": """
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="30"/>
      <property name="icon-size" type="uint" value="20"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="clock">
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-font" type="string" value="Inter 10"/>
    </property>
  </property>""",
    "xfce4-notifyd": """
  <property name="expire-timeout" type="int" value="60"/>
  <property name="initial-opacity" type="double" value="1.0"/>
  <property name="notify-location" type="uint" value="2"/>
  <property name="do-fadeout" type="bool" value="false"/>
  <property name="do-slideout" type="bool" value="false"/>
  <property name="notification-log" type="bool" value="false"/>""",
    "xfwm4": """
  <property name="general" type="empty">
    <property name="theme" type="string" value="Default"/>
    <property name="title_font" type="string" value="Inter Semi-Bold 10"/>
    <property name="use_compositing" type="bool" value="false"/>
    <property name="workspace_count" type="int" value="1"/>
    <property name="placement_ratio" type="int" value="100"/>
    <property name="placement_mode" type="string" value="center"/>
  </property>""",
}

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family><family>DejaVu Sans</family></prefer></alias>
  <alias binding="strong"><family>sans</family><prefer><family>Inter</family><family>DejaVu Sans</family></prefer></alias>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>true</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintslight</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""

_GTK = """[Settings]
gtk-theme-name=Adwaita
gtk-icon-theme-name=Adwaita
gtk-font-name=Inter 10
gtk-enable-animations=false
"""


def environment(home: Path, bus_address: str) -> dict[str, str]:
    """What programs on the desktop see; nothing of the caller's own desktop."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_DATA_DIRS": _SERVICES,
        "XDG_CURRENT_DESKTOP": "XFCE",
        "DBUS_SESSION_BUS_ADDRESS": bus_address,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "GSETTINGS_BACKEND": "memory",
    }


def write(home: Path) -> None:
    """Make the folders and the files of settings."""
    channels = home / ".config/xfce4/xfconf/xfce-perchannel-xml"
    for folder in (channels, home / ".cache", home / ".local/share", home / ".config/fontconfig", home / ".config/gtk-3.0"):
        folder.mkdir(parents=True)
    (home / "run").mkdir(mode=0o700)
    for name, content in _CHANNELS.items():
        document = f'<?xml version="1.0" encoding="UTF-8"?>\n<channel name="{name}" version="1.0">{content}\n</channel>\n'
        (channels / f"{name}.xml").write_text(document)
    (home / ".config/fontconfig/fonts.conf").write_text(_FONTS)
    (home / ".config/gtk-3.0/settings.ini").write_text(_GTK)
