"""Readers of a table file, one module for each library that people work with."""
