"""What people add in YAML: read with line and column, checked, and anchored to the words it is about."""
