"""The commands: the click command of each, by name, is ``command`` in the named module, which is imported on first use.

A new command is a file in this folder, a line below, and its summary.
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

SUMMARIES = {
    "adopt": "Compare carriers with what a function worker made, and hand the ownership over without a restart.",
    "completion": "Print the script for tab completion in a shell.",
    "diff": "Show what applying does to each function, source and sink, before you apply.",
    "expand": "Expand the carriers in files and folders.",
    "explain": "Print every field of the generated objects with its value and the origin of the value.",
    "graph": "Draw the topology: which functions, sources and sinks read and write which topics, and under which subscriptions.",
    "import": "Read functions, sources and sinks from live StatefulSets or a function worker, and write carriers.",
    "init": "Make carriers, a kustomization or a chart from bare pulsar-admin configs.",
    "lint": "Report everything that is wrong with a stream, or will be, and expand nothing.",
    "names": "Print the Kubernetes names of components.",
    "render": "Expand bare pulsar-admin configs.",
    "schema": "Print the JSON Schema (2020-12) of a config.",
    "version": "Print the version; as JSON, also the versions of Pulsar that pulsarfn knows.",
}
"""The first sentence of each command's help, for the list of all: to import every command takes long."""
