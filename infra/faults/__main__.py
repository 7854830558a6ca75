"""`python -m infra.faults [seed ...]` (make faults): strike, count, and fail when anything was lost or doubled."""

import sys

from infra.faults.run import WORKS, run

seeds = [int(argument) for argument in sys.argv[1:]] or [1, 2]
good = True
for work in WORKS:
    for seed in seeds:
        verdict = run(work, seed=seed)
        print("\n".join(f"  {line}" for line in verdict.lines()), flush=True)
        good &= verdict.good
sys.exit(0 if good else 1)
