"""`python -m infra.demo`: play the main jobs against the suite that runs here, and print what happens."""

import argparse
import sys

import pymongo.errors
import requests

from infra.demo.neighbourly import Neighbourly
from infra.demo.people import Failed
from infra.demo.play import Play, narrator
from infra.local.run import LocalRun
from infra.local.settings import LocalSettings


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument("--grid", help="path of the grid in which it happens (default: the first of the town)")
    asked = parser.parse_args()
    settings = LocalSettings()
    if not (settings.run_dir / "ready").exists():
        print("系统未运行。The suite does not run, or has not started yet. Start it with: make run", file=sys.stderr)
        return 1
    suite = LocalRun(settings, {})
    try:
        tell = narrator()
        plays = [play(suite.url, suite.environment, tell, asked.grid) for play in (Play, Neighbourly)]
        for play in plays:
            play.run()
    except (Failed, requests.RequestException, pymongo.errors.PyMongoError) as error:
        print(f"\n失败 The demo failed: {error}", file=sys.stderr)
        return 1
    latencies = [each for play in plays for each in play.latencies]
    worst = max(latencies)
    print(
        f"\n完成：{len(latencies)} 个事件全部在一秒内到达合作单位，最慢 {worst:.0f} 毫秒。"
        f"\nDone: all {len(latencies)} events reached the agency within the second, the slowest in {worst:.0f} ms."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
