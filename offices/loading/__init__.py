"""Builds divisions, offices and their history from open data: first packages, then CSV files."""
