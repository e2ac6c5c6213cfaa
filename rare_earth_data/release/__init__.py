"""Making a release: whether it may be made, the files it consists of, and the record of what it changes."""
