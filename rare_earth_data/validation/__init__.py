"""Everything that can be checked, for contributors and for CI: one module a kind of thing that is given to be checked.

``targets.validate(path)`` looks at what the path is, runs the checks for it, and returns a ``Report``. Nothing of what is
checked is executed, fetched or trusted with sizes; time is linear in the input, and memory bounded by blocks.
"""
