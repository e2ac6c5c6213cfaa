"""Seeds -> tables -> descriptors: the main job. Same as `rare-earth-data build`."""

import sys

from rare_earth_data.commands import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
