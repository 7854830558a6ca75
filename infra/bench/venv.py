"""The peers' own virtual environment, from requirements.lock with hashes; made once and again when the lock changes."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from infra.local.environment import ROOT
from infra.local.problems import LocalProblem

LOCK = Path(__file__).parent / "requirements.lock"
FOLDER = ROOT / ".run" / "bench-venv"


def python() -> Path:
    """Its interpreter."""
    program, stamp = FOLDER / "bin" / "python", FOLDER / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return program
    print(f"installing the peers into {FOLDER.relative_to(ROOT)} ...", flush=True)
    venv.create(FOLDER, clear=True, with_pip=True)
    pip = [str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "--no-deps", "--require-hashes", "-r", str(LOCK)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise LocalProblem(f"pip could not install {LOCK.name}: {done.stderr[-500:]}", f"{sys.argv[0]} again.")
    stamp.write_text(wanted)
    return program
