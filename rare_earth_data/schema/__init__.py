"""The table schemas of ``schemas/`` as objects, and everything that is derived from them."""

from rare_earth_data.schema.tables import Field, ForeignKey, Table, all_tables, table

__all__ = ["Field", "ForeignKey", "Table", "all_tables", "table"]
