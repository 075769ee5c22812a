"""The commands: the click command of each, by name, is ``command`` in the named module, which is imported on first use.

A new command is a file in this folder and a line below.
"""

COMMANDS = {
    "adopt": "pulsarfn.cli.commands.adopt",
    "completion": "pulsarfn.cli.commands.completion",
    "diff": "pulsarfn.cli.commands.diff",
    "expand": "pulsarfn.cli.commands.expand",
    "explain": "pulsarfn.cli.commands.explain",
    "graph": "pulsarfn.cli.commands.graph",
    "import": "pulsarfn.cli.commands.import_",
    "init": "pulsarfn.cli.commands.init",
    "lint": "pulsarfn.cli.commands.lint",
    "names": "pulsarfn.cli.commands.names",
    "render": "pulsarfn.cli.commands.render",
    "schema": "pulsarfn.cli.commands.schema",
    "version": "pulsarfn.cli.commands.version",
}
