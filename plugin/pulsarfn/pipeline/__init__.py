"""The host programs whose streams are not just documents: one file each, at the rim, around the same core."""
