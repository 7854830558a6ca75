"""Two jobs, played against a running suite and seen by a partner agency: a flooded path from the report to the rating, and
neighbours who help each other, from the call to the hours and points that come of it.
"""
