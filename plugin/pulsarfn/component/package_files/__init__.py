"""The files that ``--package`` gives: what the function worker reads out of the packages that users upload."""
