"""The changes that applying a stream makes: from two sets of objects to the effect on each component. Pure functions."""
