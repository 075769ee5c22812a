"""A filter that expands Apache Pulsar component configs in a YAML stream into Kubernetes objects.

Nothing is imported here: the pass-through path pays for every import.
"""

__version__ = "0.1.0"
