"""The two kinds of failure that have words for their reader; anything else that is raised is a bug and stays one."""


class AppError(Exception):
    """Something the person or program at the door can act on.

    `code` is stable and machine-readable (`unknown_session`); `sentence` says what happened and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class ProviderError(Exception):
    """A vendor failed: `sentence` says how, `retryable` whether the same call may go through later."""

    def __init__(self, vendor: str, sentence: str, *, retryable: bool) -> None:
        super().__init__(f"{vendor}: {sentence}")
        self.vendor = vendor
        self.sentence = sentence
        self.retryable = retryable
