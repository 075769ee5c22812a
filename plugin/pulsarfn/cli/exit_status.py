"""The exit statuses of a command, and the exception that ends one with them."""

DONE, ERRORS, BUG, INTERRUPTED, BROKEN_PIPE = 0, 1, 3, 130, 141


class ExitStatus(Exception):  # noqa: N818 - not an error
    """Ends a command with an exit status other than 0, after everything is reported."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
