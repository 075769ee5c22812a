"""Writes what is generated of the documentation: ``python docs/generate``. A test proves that it is current."""

from pages import generated

for path, make in generated().items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(make(), encoding="utf-8")
