"""The environment variables that pulsarfn reads, by name: nothing is imported, as every call of the program asks for them."""

COMPLETION = "_PULSARFN_COMPLETE"
"""The variable by which a shell asks for completions: click's name for a program called pulsarfn."""
