"""A run of lint, as often as its fixes need it."""

from typing import TYPE_CHECKING, Any

from pulsarfn.annotations import Component
from pulsarfn.cli.options import RunOptions
from pulsarfn.cli.output import expansion_of
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.review import Review
from pulsarfn.pipeline.run import Expansion
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.locate import Checkout

if TYPE_CHECKING:
    from pulsarfn.analysis.lint.fixes import FixableProblem


class LintRun(NamedTuple):
    """A run of lint over inputs, without its output."""

    options: RunOptions
    review: Review[Any]
    component: Component | None
    checkout: Checkout | None

    def __repr__(self) -> str:
        return hidden(self)

    def expansion(self, inputs: list[InputText], worker_config: InputText | None = None) -> Expansion:
        """Return what lint finds in the inputs, with the file of ``--worker-config`` if it was read before."""
        return expansion_of(
            inputs,
            self.options,
            self.review,
            component=self.component,
            written=False,
            checkout=self.checkout,
            worker_config=worker_config,
        )

    def noted(
        self, inputs: list[InputText], worker_config: InputText | None
    ) -> "tuple[Expansion, list[FixableProblem]]":
        """Return what lint finds in the inputs and the worker config, and the problems that have a fix."""
        from pulsarfn.analysis.lint.fixes import noting_fixes  # noqa: PLC0415 - for --fix only

        found: list[FixableProblem] = []
        return self._replace(review=noting_fixes(self.review, found)).expansion(inputs, worker_config), found
