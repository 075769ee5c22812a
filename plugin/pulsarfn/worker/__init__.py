"""The function worker's config: where it comes from, what it says, and what its customizer options mean."""
