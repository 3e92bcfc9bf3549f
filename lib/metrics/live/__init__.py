"""Live sources: tables of foreign databases, read in place."""
