"""A run over streams: from the documents of the inputs to the output and the diagnostics."""
