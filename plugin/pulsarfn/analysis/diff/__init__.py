"""What applying a stream changes: two sets of objects in, for each component what happens to it out. Pure but for `kubectl`."""
