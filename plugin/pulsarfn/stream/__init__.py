"""The stream and its YAML: splitting, reading, locating, writing and splicing. Nothing is imported here: see `entry`."""
