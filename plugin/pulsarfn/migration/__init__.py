"""From what runs under a function worker to carriers that expand to the same objects. Pure functions."""
