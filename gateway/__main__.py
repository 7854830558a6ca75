"""`python -m gateway`: serve the API with gunicorn, threads in one process; scale by starting more processes."""

import os
import sys

from shared.runtime.settings import settings


def main() -> None:
    command = [
        sys.executable, "-m", "gunicorn", "gateway.app:create_app()",
        "--bind", f"{settings().host}:{settings().port}",
        "--worker-class", "gthread", "--workers", "1", "--threads", str(settings().threads),
        "--keep-alive", "30", "--timeout", "60", "--graceful-timeout", "20",
        "--no-control-socket",
    ]  # fmt: skip
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
