"""The one error of the data helpers."""


class DataError(RuntimeError):
    """A data set cannot be had or cannot be read; the message names the file, the cause, what was tried and the ways out.

    `reason` says the cause in a few words, for a message of one line.
    """

    def __init__(self, message, reason=""):
        super().__init__(message)
        self.reason = reason or message
