"""What only a look at the whole stream tells: one file a subject, all of them listed in `checks`."""
