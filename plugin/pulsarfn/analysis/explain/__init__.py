"""Where every value of the generated objects comes from (``pulsarfn explain``)."""
