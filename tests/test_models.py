"""Models: what is read by the declared fields is what pydantic reads, and what is refused is what pydantic refuses."""

from copy import deepcopy
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oracle_files import read_cases

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.fields import NULL, ListOf, MapOf, Model, NestedModel, RefusedValueError, Scalar, field
from pulsarfn.models.validation import errors, pydantic_model
from pulsarfn.stream.scalars import BooleanText, FloatText, IntText
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.worker_config import WorkerConfig

MODELS = [FunctionConfig, SourceConfig, SinkConfig, WorkerConfig, CustomizerOptions, CustomRuntimeOptions]


def written(kind, number, text):
    value = kind(number)
    value.text = text
    return value


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 70), 1 << 70),
    st.floats(),
    st.sampled_from(["", "5", " 7 ", "1.5", "true", "False", "no", "x", "1Gi", "MANUAL", "JAVA", "Earliest", "bog"]),
    st.sampled_from([written(IntText, 31, "0x1f"), written(FloatText, 1.1, "1.10"), written(BooleanText, 0, "no")]),
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
)


def fitting(kind):
    """Values that a kind of field may take, and nearly such."""
    match kind:
        case NestedModel(model=model):
            return configs(model) | SCALARS
        case ListOf(item=item):
            return st.lists(fitting(item), max_size=2) | SCALARS
        case MapOf(member=member):
            return st.dictionaries(st.sampled_from("ab"), fitting(member), max_size=2) | SCALARS
    return SCALARS | ANYTHING


@cache
def configs(model):
    """Configs of a model, right and wrong. To make them again for each example takes longer than the tests."""
    known = {key: fitting(each.kind) for key, each in model.FIELDS.items()}
    some = st.lists(st.sampled_from(sorted(known)), max_size=4, unique=True)
    return some.flatmap(
        lambda keys: st.fixed_dictionaries({key: known[key] for key in keys}, optional={"nope": SCALARS})
    )


def plain(value):
    """A value of a model or of a pydantic model, with nothing but built-in types in it."""
    if value is NULL:
        return None
    if isinstance(value, Model):
        return {each.name: plain(getattr(value, each.name)) for each in value.FIELDS.values()}
    if hasattr(value, "model_fields_set"):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
def test_reading_and_validation_agree(model, data):
    value = data.draw(configs(model))
    before = repr(value)
    problems = errors(model, value)
    try:
        read = model.read(value)
    except RefusedValueError:
        assert problems
    else:
        assert problems == []
        assert repr(plain(read)) == repr(plain(pydantic_model(model).model_validate(value)))
    assert repr(value) == before


@pytest.mark.parametrize("component", ["function", "source", "sink"])
def test_the_configs_of_the_oracle_are_read_alike(component):
    model = {"function": FunctionConfig, "source": SourceConfig, "sink": SinkConfig}[component]
    values = [case[f"{component}Config"] for case in read_cases().values() if f"{component}Config" in case]
    assert values
    for value in values:
        if not errors(model, value):
            assert plain(model.read(value)) == plain(pydantic_model(model).model_validate(value))


class Inner(Model):
    """A part."""

    a_word: str = field(Scalar(str, str, str), "x", "A word.")


class Outer(Model):
    """A whole."""

    inner: Inner = field(NestedModel(Inner), Inner(), "A part.")
    words: tuple[str, ...] = field(ListOf(Scalar(str, str, str)), (), "Words.", key="WORDS")


def test_a_model_knows_what_was_given_by_its_keys_and_shows_no_values():
    value = Outer.read({"inner": {"aWord": "secret"}, "WORDS": ["secret"]})
    assert value.members() == {"inner": {"aWord": "secret"}, "WORDS": ["secret"]}
    assert repr(value) == "Outer(inner, WORDS)"
    assert Outer().members() == {}


def test_a_model_is_frozen_and_replaced_by_another():
    value = Outer.read({"WORDS": ["a"]})
    with pytest.raises(AttributeError):
        value.words = ()
    with pytest.raises(AttributeError):
        del value.words
    with pytest.raises(TypeError):
        value.replace(wrods=())
    before = deepcopy(value)
    assert value.replace(words=("b",)).words == ("b",)
    assert value == before


@example("{braces}")
@given(st.text())
def test_a_refusal_is_no_template(message):
    def refuse(_value):
        raise RefusedValueError("odd", message)

    class Refusing(Model):
        """Refuses all."""

        it: str = field(Scalar(refuse, str, str), "", "It.")

    assert [(each["type"], each["msg"]) for each in errors(Refusing, {"it": 1})] == [("odd", message)]
