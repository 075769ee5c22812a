"""The commands: the click command of each, by its name, in the module that holds it as ``command``; imported when asked for.

A new command is a file here and a line below.
"""

COMMANDS = {
    "completion": "pulsarfn.commands.completion",
    "diff": "pulsarfn.commands.diff",
    "expand": "pulsarfn.commands.expand",
    "explain": "pulsarfn.commands.explain",
    "graph": "pulsarfn.commands.graph",
    "lint": "pulsarfn.commands.lint",
    "names": "pulsarfn.commands.names",
    "render": "pulsarfn.commands.render",
    "schema": "pulsarfn.commands.schema",
    "version": "pulsarfn.commands.version",
}
