"""``python -m rare_earth_data`` is the command line."""

import sys

from rare_earth_data.commands import main

if __name__ == "__main__":
    sys.exit(main())
