"""Files that people hand in: PDF, PNG and JPEG, checked by what they contain, kept apart, given out as attachments."""
