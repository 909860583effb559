"""The model card of the tuned encoder."""

from collections.abc import Mapping
from pathlib import Path

from embeddings.identity import EncoderIdentity
from embeddings.training.train_encoder import Tuned, Tuning
from rag.reader_data.card import card_template


def write_encoder_card(
    path: Path,
    tuned: Tuned,
    tuning: Tuning,
    *,
    counts: Mapping[str, int],
    identity: EncoderIdentity,
) -> None:
    """Write what the encoder is, what it learnt from under which licences, and how.

    Args:
        path: the file to make.
        tuned: what came of it.
        tuning: that it was taught by; its first alpha is what was built.
        counts: triples of each kind, as `encoder_triples` names them.
        identity: of the files that were built.
    """
    template = card_template("encoder_card.md")
    path.write_text(
        template.substitute(
            {kind: f"{count:,}" for kind, count in counts.items()},
            dimension=identity.dimension,
            max_tokens=identity.max_tokens,
            sha256=identity.weights_sha256,
            steps=f"{tuned.steps:,}",
            n_steps=f"{tuned.n_steps:,}",
            minutes=f"{tuned.seconds / 60:.0f}",
            batch=tuning.batch,
            rate=f"{tuning.rate:g}",
            seed=tuning.seed,
            alpha=f"{tuning.alphas[0]:g}",
            losses=" ".join(f"{loss:.2f}" for loss in tuned.losses),
        ),
        encoding="utf-8",
    )
