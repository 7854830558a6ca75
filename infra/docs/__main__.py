"""`python -m infra.docs` (make docs): draw the state diagrams in all READMEs anew."""

from infra.docs.diagrams import machines, readme, redrawn, services

for service in services():
    path = readme(service)
    before = path.read_text()
    after = redrawn(before, machines(service))
    if after != before:
        path.write_text(after)
        print(f"drawn anew: {path}")
