"""The least that a tray program in PySide6 can be: what launch and memory are compared with."""

import signal

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

signal.signal(signal.SIGTERM, signal.SIG_DFL)
application = QApplication([])
pixmap = QPixmap(22, 22)
pixmap.fill("#3a7")
tray = QSystemTrayIcon(QIcon(pixmap))
tray.show()
print("shown", flush=True)
application.exec()
