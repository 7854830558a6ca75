"""What acts on a run from another terminal: start in the background, stop, scale, status, token, remove."""

import shutil
import sys
import time
import uuid
from collections.abc import Mapping

from infra.local.environment import ROOT
from infra.local.mint import Mint
from infra.local.problems import LocalProblem, ServerFailed
from infra.local.run import LocalRun
from infra.local.runner import GRACE_SECONDS, Runner
from infra.local.settings import LocalSettings
from shared.contracts.actor import Actor, Role


def start(settings: LocalSettings, replicas: Mapping[str, int]) -> None:
    """Starts a run in the background, shows what it says, and returns when it is ready."""
    suite = LocalRun(settings, replicas)
    if suite.itself.pid is not None:
        print(f"The suite runs already, see {suite.url}/v1/docs.")
        return
    suite.ready_mark.unlink(missing_ok=True)
    suite.itself.log.write_text("")
    scaling = [f"{name}={count}" for name, count in replicas.items()]
    suite.itself.spawn([sys.executable, "-m", "infra.local", "run", *scaling], working_folder=ROOT)
    with suite.itself.log.open() as log:
        while not suite.ready_mark.exists():
            print(log.read(), end="", flush=True)
            if suite.itself.pid is None:
                print(log.read(), end="", flush=True)
                raise ServerFailed("The suite did not start.", "see the lines above.")
            time.sleep(0.1)
        time.sleep(0.1)
        print(log.read(), end="", flush=True)


def stop(settings: LocalSettings) -> None:
    """Ends a run and whatever a killed run has left behind."""
    suite = LocalRun(settings, {})
    # The run ends its servers itself, in order, which takes as long as the slowest of them.
    suite.itself.terminate(3 * GRACE_SECONDS)
    suite.stop()
    print("Stopped.")


def clean(settings: LocalSettings) -> None:
    """Ends a run and removes its folder with all data."""
    if settings.run_dir.exists():
        stop(settings)
        shutil.rmtree(settings.run_dir)
        print(f"Removed {settings.run_dir}.")


def scale(settings: LocalSettings, replicas: Mapping[str, int]) -> None:
    """Changes the number of processes of services while the suite runs."""
    runner = Runner(settings.run_dir.resolve())
    if runner.pid is None:
        raise LocalProblem("The suite does not run.", "make run, or make start.")
    if not replicas:
        raise LocalProblem("No service is named.", "for example: make scale tickets=2.")
    for name, processes in replicas.items():
        runner.scale(name, processes)
    status(settings)


def status(settings: LocalSettings) -> None:
    """Shows what runs."""
    suite = LocalRun(settings, {})
    print(f"{'broker':<20} {_state(suite.broker.pid)}")
    print(f"{'database':<20} {_state(suite.database.pid)}")
    for name, count in sorted(suite.runner.counts().items()):
        print(f"{name:<20} {count} process{'' if count == 1 else 'es'}")


def token(settings: LocalSettings, role: str, area: str) -> None:
    """Prints an access token of an hour for somebody with this role, on duty in this area and below.

    It is always the same account, which is named on standard error, so that others can name it in what they send.
    """
    suite = LocalRun(settings, {})
    if suite.database.pid is None:
        raise LocalProblem("The suite does not run.", "make run, or make start.")
    try:
        account = uuid.uuid5(uuid.NAMESPACE_OID, f"local {role}").hex
        actor = Actor(account, roles=frozenset({Role(role)}), areas=(area,), name=f"local {role}")
    except ValueError:
        known = ", ".join(sorted(Role))
        raise LocalProblem(f"There is no role {role!r}.", f"choose one of {known}.") from None
    print(f"account {account}", file=sys.stderr)
    print(Mint(suite.environment).token(actor))


def _state(pid: int | None) -> str:
    return "does not run" if pid is None else f"runs (process {pid})"
