"""The main job, played against a running suite: a flooded path from the report to the rating, seen by a partner agency."""
