"""`python -m gateway`: serve the API with gunicorn, threads in one process; scale by starting more processes."""

import os
import sys

from shared.runtime.settings import settings


def main() -> None:
    command = [
        sys.executable, "-m", "gunicorn", "gateway.app:create_app()",
        "--bind", f"{settings().host}:{settings().port}",
        "--worker-class", "gateway.worker.BoundedWorker", "--workers", "1", "--threads", str(settings().threads),
        "--keep-alive", "30", "--timeout", "60", "--graceful-timeout", "20",
        "--limit-request-line", "8190", "--limit-request-fields", "60", "--limit-request-field_size", "8190",
        "--no-control-socket",
    ]  # fmt: skip
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
