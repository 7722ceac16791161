"""What a person is told when an engine cannot run: one sentence that says what to do."""


class EngineError(Exception):
    """An engine could not be started; the text is one sentence for the person at the terminal."""


class AlreadyRunning(EngineError):
    """Another process holds this folder's engines."""
