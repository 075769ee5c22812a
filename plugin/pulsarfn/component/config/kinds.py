"""The types of values that component configs share.

Source: `ObjectMapperFactory` and Jackson's defaults; but unknown keys are errors here (contract 9.4), and null is the same
as absent: the client sends its config without nulls.
"""

from pulsarfn.models.fields import ANYTHING, ListOf, MapOf
from pulsarfn.models.java_types import OPTIONAL_WRITTEN_TEXT, WRITTEN_TEXT, one_of
from pulsarfn.typed import Literal, TypeAlias

TEXT = OPTIONAL_WRITTEN_TEXT
"""A String; a number or a boolean is read as the text that was written."""

TEXTS = ListOf(WRITTEN_TEXT)
"""A list of Strings."""

TEXT_MAP = MapOf(WRITTEN_TEXT)
"""A map from String to String."""

ANY_MAP = MapOf(ANYTHING)
"""A map from String to any value."""

ProcessingGuarantees: TypeAlias = Literal["ATLEAST_ONCE", "ATMOST_ONCE", "EFFECTIVELY_ONCE", "MANUAL"]
WindowGuarantees: TypeAlias = Literal["ATLEAST_ONCE", "ATMOST_ONCE"]
Runtime: TypeAlias = Literal["JAVA", "PYTHON", "GO"]
SubscriptionPosition: TypeAlias = Literal["Latest", "Earliest"]
ClientApi: TypeAlias = Literal["AUTO", "V4", "V5"]
CompressionType: TypeAlias = Literal["NONE", "LZ4", "ZLIB", "ZSTD", "SNAPPY"]
ProducerCryptoFailureAction: TypeAlias = Literal["FAIL", "SEND"]
ConsumerCryptoFailureAction: TypeAlias = Literal["FAIL", "DISCARD", "CONSUME"]

PROCESSING_GUARANTEES = one_of(ProcessingGuarantees)
"""`FunctionConfig.ProcessingGuarantees`."""

WINDOW_GUARANTEES = one_of(WindowGuarantees)
"""`WindowConfig.ProcessingGuarantees`."""

RUNTIME = one_of(Runtime)
"""`FunctionConfig.Runtime`."""

SUBSCRIPTION_POSITION = one_of(SubscriptionPosition)
"""`SubscriptionInitialPosition`."""

CLIENT_API = one_of(ClientApi)
"""`FunctionConfig.ClientApi`."""

COMPRESSION_TYPE = one_of(CompressionType)
"""`CompressionType`."""

PRODUCER_CRYPTO_FAILURE_ACTION = one_of(ProducerCryptoFailureAction)
"""`ProducerCryptoFailureAction`."""

CONSUMER_CRYPTO_FAILURE_ACTION = one_of(ConsumerCryptoFailureAction)
"""`ConsumerCryptoFailureAction`."""
