import hashlib
from dataclasses import replace

import pytest

from embeddings.errors import InvalidIdentity
from embeddings.identity import EncoderIdentity

TOY = EncoderIdentity(
    name="toy",
    weights_sha256="ab",
    dimension=2,
    max_tokens=8,
    query_prompt="q: ",
    document_prompt="é",
    pooling="mean",
)


def test_identity_survives_a_round_trip() -> None:
    assert EncoderIdentity.from_dict(TOY.as_dict()) == TOY


def test_fingerprint_is_the_checksum_of_canonical_json() -> None:
    # Written by hand: keys sorted, no spaces, UTF-8.
    canonical = (
        '{"dimension":2,"document_prompt":"é","max_tokens":8,"name":"toy","pooling":"mean",'
        '"query_prompt":"q: ","weights_sha256":"ab"}'
    )
    assert TOY.fingerprint == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [replace(TOY, weights_sha256="ac"), replace(TOY, max_tokens=9), replace(TOY, query_prompt="")],
)
def test_fingerprint_changes_with_a_field(changed: EncoderIdentity) -> None:
    assert changed.fingerprint != TOY.fingerprint


def test_a_missing_field_is_refused() -> None:
    data = TOY.as_dict()
    del data["pooling"]
    with pytest.raises(InvalidIdentity, match="pooling"):
        EncoderIdentity.from_dict(data)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(InvalidIdentity, match="colour"):
        EncoderIdentity.from_dict(TOY.as_dict() | {"colour": "blue"})


@pytest.mark.parametrize("value", ["384", 384.0, True, None])
def test_a_field_of_the_wrong_type_is_refused(value: object) -> None:
    with pytest.raises(InvalidIdentity, match="dimension"):
        EncoderIdentity.from_dict({**TOY.as_dict(), "dimension": value})
