"""The demo town: a made-up district of Donghe's shape, built from a seed.

Everything is a pure function of the seed (and of the size and the day, where given), and people are streamed, so a
town of a million residents needs no more memory than one of a thousand. No number in it can belong to a real person:
see `identity`.
"""
