"""Reports: a view as a document to take along."""
