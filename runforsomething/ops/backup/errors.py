class BackupError(Exception):
    """Why a backup was not made, or not restored: one sentence for the person at the terminal."""
