"""From documents to tables: every step between the reader and the files, in the order in which they run."""
