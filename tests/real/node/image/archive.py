"""Put root filesystems, each a layer, into an OCI archive for ``ctr images import``.

usage: archive.py OUT.tar CONFIG_JSON NAME FOLDER…
"""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

MEDIA_TYPE = "application/vnd.oci.image."


def archive(out: Path, config: dict[str, object], name: str, folders: list[Path]) -> None:
    """Write the archive; the owners of files are those that they have in the folders."""
    with tarfile.open(out, "w") as target, tempfile.TemporaryDirectory(dir=out.parent) as temporary:
        layers = [_layer(target, folder, Path(temporary) / "layer.tar") for folder in folders]
        diffs = {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]}
        described = {"architecture": "amd64", "os": "linux", "config": config, "rootfs": diffs}
        manifest: dict[str, object] = {
            "schemaVersion": 2,
            "mediaType": MEDIA_TYPE + "manifest.v1+json",
            "config": _blob(target, "config.v1+json", described),
            "layers": layers,
        }
        entry = _blob(target, "manifest.v1+json", manifest)
        entry["annotations"] = {"io.containerd.image.name": name}
        _add(target, "index.json", json.dumps({"schemaVersion": 2, "manifests": [entry]}).encode())
        _add(target, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')


def _layer(target: tarfile.TarFile, folder: Path, file: Path) -> dict[str, object]:
    pack = ["tar", "--sort=name", "--mtime=@0", "--numeric-owner", "-C", folder, "-cf", file, "."]
    subprocess.run(pack, check=True)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    target.add(file, f"blobs/sha256/{digest}")
    return {"mediaType": MEDIA_TYPE + "layer.v1.tar", "digest": f"sha256:{digest}", "size": file.stat().st_size}


def _blob(target: tarfile.TarFile, kind: str, value: dict[str, object]) -> dict[str, object]:
    data = json.dumps(value).encode()
    digest = hashlib.sha256(data).hexdigest()
    _add(target, f"blobs/sha256/{digest}", data)
    return {"mediaType": MEDIA_TYPE + kind, "digest": f"sha256:{digest}", "size": len(data)}


def _add(target: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    target.addfile(entry, io.BytesIO(data))


if __name__ == "__main__":
    archive(Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3], [Path(each) for each in sys.argv[4:]])
