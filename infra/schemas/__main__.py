"""`python -m infra.schemas`: write the released documents; refuses what breaks those who know the last release."""

import argparse
import sys

from infra.schemas.compatibility import breaks
from infra.schemas.documents import event_file, released, rendered


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.schemas", description=__doc__)
    parser.add_argument("--incompatible", action="store_true", help="release although it breaks somebody")
    asked = parser.parse_args(arguments)
    broken = broken_promises()
    if broken and not asked.incompatible:
        sys.exit("Not released:\n" + "\n".join(broken) + "\nGive the event a new version, or say --incompatible.")
    documents = dict(rendered())
    for gone in set(event_file("any").parent.glob("*.json")) - set(documents):
        gone.unlink()
    for file, text in documents.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    print(f"wrote {len(documents)} documents")


def broken_promises() -> list[str]:
    return [f"{name} {line}" for name, old, new, inward in released() for line in breaks(old, new, inward)]


if __name__ == "__main__":
    main(sys.argv[1:])
