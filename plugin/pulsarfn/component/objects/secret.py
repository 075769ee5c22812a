"""The auth Secret (`KubernetesSecretsTokenAuthProvider.upsertSecret`)."""

import base64

from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.values import Manifest


def build_secret(plan: Plan) -> Manifest:
    """Lay out the Secret that the plan's auth asks for; as in the reference it has none of Pulsar's labels."""
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": object_metadata(plan, plan.auth.secret_name, labelled=False),
        "data": {key: base64.b64encode(content).decode("ascii") for key, content in plan.auth.secret_data.items()},
    }
