"""Training of the reader: resumable, seeded, on CPU or GPU."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path
from random import Random

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from embeddings.errors import InvalidLayers
from embeddings.reader_input import ReaderTokenizer
from embeddings.training.batches import Batch, encode_examples, make_batches
from embeddings.training.example import ReaderExample
from embeddings.training.loss import losses
from embeddings.training.reader_network import ReaderNetwork
from embeddings.training.recipe import Recipe, Stage
from embeddings.training.sampling import sample_window

WEIGHTS_NAME = "weights.safetensors"
_OPTIMISER_NAME = "optimiser.safetensors"
_STATE_NAME = "state.json"
LOG_NAME = "losses.jsonl"
_CHUNK = 2048  # examples between two possible checkpoints
_WEIGHT_DECAY = 0.01
_LONGEST_STEP = 1.0  # norm at which gradients are clipped

Augment = Callable[[ReaderExample, Stage, Random], ReaderExample]


@dataclass(frozen=True, slots=True)
class State:
    """How far a run has come: stages and chunks that are done, and steps taken."""

    stage: int = 0
    chunk: int = 0
    steps: int = 0
    examples: int = 0
    tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """Told after every chunk."""

    state: State
    n_stages: int
    n_chunks: int  # of the present stage
    loss: float
    tokens_per_s: float


def train_reader(
    network: ReaderNetwork,
    tokenizer: Tokenizer,
    examples: Mapping[str, Sequence[ReaderExample]],
    recipe: Recipe,
    *,
    work: Path,
    augment: Augment = lambda example, _stage, _rng: example,
    checkpoint_s: float = 120.0,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> State:
    """Train to the end of the recipe, from the checkpoint in `work` if there is one.

    The same recipe, examples and machine give the same weights, interrupted or not.

    Args:
        network: changed in place; the word embeddings stay as they are.
        tokenizer: cutting and padding off.
        examples: by source, those that the recipe names.
        recipe: what is seen, and how fast is learnt.
        work: holds `state.json`, the folder of the checkpoint that it names
            (`weights.safetensors`, `optimiser.safetensors`), and the losses, a line for each chunk
            (`losses.jsonl`).
        augment: changes an example before its window is cut.
        checkpoint_s: seconds between checkpoints; one is written at every stage's end as well.
        progress: told after every chunk.

    Raises:
        InvalidLayers: a stage keeps layers that the network does not have.
    """
    _check_layers(recipe, n_layers=len(network.bert.encoder.layer))
    run = _Run(network, recipe, work)
    run.restore()
    with ThreadPoolExecutor(1, thread_name_prefix="examples") as pool:
        for number in range(run.state.stage, len(recipe.stages)):
            chunks = _Chunks(examples, recipe, number, tokenizer, augment)
            run.begin_stage(chunks.stage)
            # The next chunk is cut and tokenised while this one is learnt.
            upcoming = pool.submit(chunks.batches, run.state.chunk)
            for position in range(run.state.chunk, len(chunks)):
                batches = upcoming.result()
                upcoming = pool.submit(chunks.batches, position + 1)
                run.chunk(batches, chunks.stage, position, len(chunks), progress)
                run.checkpoint_if_due(checkpoint_s)
            run.end_stage()
    return run.state


def _check_layers(recipe: Recipe, *, n_layers: int) -> None:
    """Before hours of training, not at the stage that would take the layers out."""
    for stage in recipe.stages:
        if stage.kept_layers:
            if stage.kept_layers[-1] >= n_layers:
                raise InvalidLayers(stage.kept_layers, n_layers=n_layers)
            n_layers = len(stage.kept_layers)


class _Chunks:
    """The batches of one stage, in pieces that depend on their position alone."""

    def __init__(
        self,
        examples: Mapping[str, Sequence[ReaderExample]],
        recipe: Recipe,
        number: int,
        tokenizer: Tokenizer,
        augment: Augment,
    ) -> None:
        self.stage = recipe.stages[number]
        self._examples, self._recipe, self._number = examples, recipe, number
        self._tokenizer, self._augment = tokenizer, augment
        self._layout = ReaderTokenizer(tokenizer, max_tokens=recipe.max_tokens)
        plan = _plan(examples, self.stage, seed=recipe.seed + number)
        self._plan = plan[: round(self.stage.share * len(plan))]

    def __len__(self) -> int:
        return ceil(len(self._plan) / _CHUNK)

    def batches(self, position: int) -> list[Batch]:
        """Of chunk `position`; none beyond the last."""
        rng = Random(f"{self._recipe.seed}:{self._number}:{position}")  # noqa: S311 draws
        windows = [
            sample_window(self._augment(self._examples[source][i], self.stage, rng), rng)
            for source, i in self._plan[position * _CHUNK : (position + 1) * _CHUNK]
        ]
        encoded = encode_examples(windows, self._tokenizer, self._layout)
        return list(make_batches(encoded, tokens=self._recipe.batch_tokens, rng=rng))


def _plan(
    examples: Mapping[str, Sequence[ReaderExample]], stage: Stage, *, seed: int
) -> list[tuple[str, int]]:
    """Every example as often as its source's passes say, in random order."""
    rng = Random(seed)  # noqa: S311 draws
    plan: list[tuple[str, int]] = []
    for source, passes in stage.passes.items():
        n = len(examples[source])
        whole, part = divmod(passes, 1)
        plan += [(source, i) for _ in range(int(whole)) for i in range(n)]
        plan += [(source, i) for i in rng.sample(range(n), round(part * n))]
    rng.shuffle(plan)
    return plan


class _Run:
    """The moving parts of one training run."""

    def __init__(self, network: ReaderNetwork, recipe: Recipe, work: Path) -> None:
        self.network, self.recipe, self.work = network, recipe, work
        self.state = State()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        network.to(self.device).train()
        # Half of all weights; a question's words mean what they meant to the encoder.
        network.bert.embeddings.word_embeddings.requires_grad_(requires_grad=False)
        self._learn_anew()
        self._saved_at = time.monotonic()

    def _learn_anew(self) -> None:
        """An optimiser of what the network holds now, with no moments yet."""
        self._freeze(0)
        self.taught = {n: p for n, p in self.network.named_parameters() if p.requires_grad}
        self.optimiser = torch.optim.AdamW(
            self.taught.values(), lr=0.0, weight_decay=_WEIGHT_DECAY, fused=True
        )

    def chunk(
        self,
        batches: Sequence[Batch],
        stage: Stage,
        position: int,
        n_chunks: int,
        progress: Callable[[Progress], None],
    ) -> None:
        started = time.monotonic()
        total = torch.zeros(3)
        steps, examples, tokens = self.state.steps, self.state.examples, self.state.tokens
        for i, batch in enumerate(batches):
            share = (position + i / len(batches)) / n_chunks
            rate = stage.rate_from + share * (stage.rate_to - stage.rate_from)
            rate *= min(1.0, (steps + 1) / max(1, self.recipe.warm_up_steps))
            total += self._step(batch, rate)
            steps += 1
            examples += len(batch.ids)
            tokens += int(batch.mask.sum())
        seconds = time.monotonic() - started
        speed = (tokens - self.state.tokens) / seconds
        self.state = replace(
            self.state,
            chunk=position + 1,
            steps=steps,
            examples=examples,
            tokens=tokens,
            seconds=self.state.seconds + seconds,
        )
        span, sentence, window = (total / len(batches)).tolist()
        record = {"stage": self.state.stage, "examples": examples, "tokens": tokens, "rate": rate}
        record |= {"span": span, "sentence": sentence, "window": window}
        with (self.work / LOG_NAME).open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        progress(Progress(self.state, len(self.recipe.stages), n_chunks, span + sentence, speed))

    def _step(self, batch: Batch, rate: float) -> torch.Tensor:
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        batch = _on(batch, self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            logits = self.network(batch.ids, batch.types, batch.mask)
        found = losses(logits, batch)
        found.total(self.recipe.losses).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.taught.values(), _LONGEST_STEP)
        self.optimiser.step()
        self.optimiser.zero_grad()
        return torch.stack([found.span, found.sentence, found.window]).detach().cpu()

    def begin_stage(self, stage: Stage) -> None:
        """Take out the layers that the stage does not keep, unless it goes on, and freeze."""
        if self.state.chunk == 0:
            self._keep(stage.kept_layers)
        self._freeze(stage.frozen_layers)

    def _keep(self, layers: Sequence[int]) -> None:
        if not layers:
            return
        present = self.network.bert.encoder.layer
        self.network.bert.encoder.layer = torch.nn.ModuleList(present[i] for i in layers)
        self.network.bert.config.num_hidden_layers = len(layers)
        # A layer's moments belong to what stood above and below it.
        self._learn_anew()

    def _freeze(self, n_layers: int) -> None:
        """Let the lowest layers learn no more, and all others learn."""
        for number, layer in enumerate(self.network.bert.encoder.layer):
            layer.requires_grad_(requires_grad=number >= n_layers)
        # What stands below the frozen layers needs no way back either.
        for name, parameter in self.network.bert.embeddings.named_parameters():
            if not name.startswith("word_embeddings"):
                parameter.requires_grad = n_layers == 0

    def end_stage(self) -> None:
        self.state = replace(self.state, stage=self.state.stage + 1, chunk=0)
        self.checkpoint()

    def checkpoint_if_due(self, every_s: float) -> None:
        if time.monotonic() - self._saved_at >= every_s:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Write beside, then rename; the state last, so that it never runs ahead of the weights."""
        moments = {}
        for name, parameter in self.taught.items():
            for key, value in self.optimiser.state.get(parameter, {}).items():
                moments[f"{name}/{key}"] = value.contiguous()
        folder = self.work / f"checkpoint-{self.state.stage}-{self.state.chunk}"
        folder.mkdir(parents=True, exist_ok=True)
        weights = {n: p.detach().contiguous() for n, p in self.network.state_dict().items()}
        save_file(weights, folder / WEIGHTS_NAME)
        save_file(moments, folder / _OPTIMISER_NAME)
        text = json.dumps({"folder": folder.name, **asdict(self.state)})
        beside = self.work / f".{_STATE_NAME}.new"
        beside.write_text(text + "\n", encoding="utf-8")
        beside.replace(self.work / _STATE_NAME)
        for old in self.work.glob("checkpoint-*"):
            if old != folder:
                for file in old.iterdir():
                    file.unlink()
                old.rmdir()
        self._saved_at = time.monotonic()

    def restore(self) -> None:
        """Take up the checkpoint in the work folder, if there is one."""
        path = self.work / _STATE_NAME
        self.work.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            self._forget_losses()
            return
        fields = json.loads(path.read_text(encoding="utf-8"))
        folder = self.work / fields.pop("folder")
        self.state = State(**fields)
        for stage in self.recipe.stages[: self.state.stage + (self.state.chunk > 0)]:
            self._keep(stage.kept_layers)
        self.network.load_state_dict(load_file(folder / WEIGHTS_NAME))
        self.network.to(self.device)
        moments = load_file(folder / _OPTIMISER_NAME, device=str(self.device))
        for name, parameter in self.taught.items():
            found = {
                key.rpartition("/")[2]: value
                for key, value in moments.items()
                if key.rpartition("/")[0] == name
            }
            if found:
                self.optimiser.state[parameter] = found
        self._forget_losses()

    def _forget_losses(self) -> None:
        """Drop the lines of chunks that were learnt after the checkpoint: they come again."""
        log = self.work / LOG_NAME
        if not log.is_file():
            return
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["examples"] <= self.state.examples]
        log.write_text("".join(kept), encoding="utf-8")


def _on(batch: Batch, device: torch.device) -> Batch:
    if device.type == "cpu":
        return batch
    return Batch(*(getattr(batch, name).to(device) for name in Batch.__dataclass_fields__))
