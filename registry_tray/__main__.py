"""python -m registry_tray"""

import sys

from registry_tray.cli import main

if __name__ == "__main__":
    sys.exit(main())
