"""One file that holds the database and the uploaded files, and the way back from it (docs/adr/0009-backup.md)."""
