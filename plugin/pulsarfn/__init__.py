"""A filter that expands Apache Pulsar component configs in a YAML stream into Kubernetes objects.

Nothing is imported here: every import slows down the pass-through path.
"""

__version__ = "0.1.0"
