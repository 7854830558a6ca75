"""What can go wrong on somebody's machine, said in a way that tells what to do next."""


class LocalProblem(Exception):
    """A reason why something cannot be started here.

    `what` says what is wrong, `remedy` what the reader can do about it. Both are shown to a person.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  What to do: {remedy}")
        self.what = what
        self.remedy = remedy


class PortTaken(LocalProblem):
    """The TCP port is in use by somebody else. `setting` names the environment variable that changes it."""

    def __init__(self, port: int, purpose: str, setting: str | None, holder: str | None) -> None:
        by = f" by {holder}" if holder else " by another process"
        remedy = "stop that process"
        remedy += f", or choose another port with {setting}=<port>" if setting else ", or choose another port"
        super().__init__(f"Port {port} ({purpose}) is taken{by}.", remedy + ".")
        self.port = port


class ServerFailed(LocalProblem):
    """A server ended or did not become ready in time. The end of its log is part of the message."""
