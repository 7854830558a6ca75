"""`python -m infra.docs` (make docs): draw the state diagrams in all services' pages anew."""

from infra.docs.diagrams import machines, pages, redrawn, services

for service in services():
    for path in pages(service):
        before = path.read_text()
        after = redrawn(before, machines(service))
        if after != before:
            path.write_text(after)
            print(f"drawn anew: {path}")
