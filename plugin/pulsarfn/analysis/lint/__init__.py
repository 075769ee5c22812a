"""Checks that need the whole stream: one file for each subject, all listed in `checks`."""
