"""The origin of every value in the generated objects (``pulsarfn explain``)."""
