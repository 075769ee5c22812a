"""The stream and its YAML: cut, read, located, written, spliced. Nothing is imported here: see `entry`."""
