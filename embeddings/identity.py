"""What makes two encoders the same: only vectors of equal identities may be compared."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from embeddings.errors import InvalidIdentity


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    name: str
    weights_sha256: str  # hex, of the weights that run: an int8 build differs from its fp32 source
    dimension: int  # length of a vector
    max_tokens: int  # special tokens and prompt included
    query_prompt: str  # put before every query; empty for most models
    document_prompt: str
    pooling: str  # how token vectors become one: "mean", "cls", ...

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "EncoderIdentity":
        """The identity that `as_dict` wrote.

        Raises:
            InvalidIdentity: a field is missing, unknown or of the wrong type.
        """
        expected = {field.name: field.type for field in fields(cls)}
        if data.keys() != expected.keys():
            raise InvalidIdentity(f"fields {sorted(data)}, expected {sorted(expected)}")
        for name, kind in expected.items():
            if type(data[name]) is not kind:
                raise InvalidIdentity(f"{name} is {data[name]!r}, expected a value of type {kind}")
        return cls(**data)  # type: ignore[arg-type]  # every field's type was checked above

    @property
    def fingerprint(self) -> str:
        """Hex SHA-256 of the identity as canonical JSON (sorted keys, no spaces, UTF-8)."""
        canonical = json.dumps(
            self.as_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return hashlib.sha256(canonical.encode()).hexdigest()
