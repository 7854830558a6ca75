"""`make bench`: the suite beside plain peers on the same machine, as ratios. README.md says what is compared and how."""
