"""The config of the function worker: its sources, its values, and the providers that it names."""
