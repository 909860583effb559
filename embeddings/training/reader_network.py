"""The reader's network: BERT's layers with one linear head, in torch."""

from pathlib import Path

from embeddings.errors import MissingExtra
from embeddings.model_folder import TOKENIZER_NAME
from embeddings.onnx_files import open_tokenizer
from embeddings.reader_input import RELEVANCE, special_id
from embeddings.training.exported_weights import EXPORTED_NAME, exported_weights, weights_name

try:
    import torch
    from transformers import AttentionInterface, BertConfig, BertModel
except ImportError as error:
    raise MissingExtra(error.name or "torch", purpose="training a reader") from error

N_CHANNELS = 3  # see `embeddings.reader_input`


def _divided_attention(
    _module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **_options: object,
) -> tuple[torch.Tensor, None]:
    """Attention in the one form that onnxruntime's optimiser recognises, without dropout.

    It looks for a division by the root of the head size; transformers multiplies by its inverse.
    """
    # Autocast would make every score 32 bits wide, which takes a third of a step on a CPU.
    with torch.autocast(query.device.type, enabled=False):
        scores = torch.matmul(query, key.transpose(2, 3)) / query.size(-1) ** 0.5
        if attention_mask is not None:
            scores += attention_mask.to(scores.dtype)
        mixed = torch.matmul(torch.softmax(scores, dim=-1), value)
    return mixed.transpose(1, 2).contiguous(), None


# Not the encoder's "divided", which knows no mask: names are shared within a process.
ATTENTION = "divided-masked"
AttentionInterface.register(ATTENTION, _divided_attention)


class ReaderNetwork(torch.nn.Module):
    """Token ids and types to three logits a token: answer start, answer end, relevance.

    Relevance of a sentence stands at the [SEP] that closes it, that of the window at [CLS]; start
    and end at [CLS] are the scores of "no words here answer" (Devlin et al., 2019, section 4.3).

    Args:
        bert: the layers.
        separator: id of [SEP].
        pools: whether a sentence's relevance is the mean of what the head says of its tokens, its
            [SEP] among them, or of its [SEP] alone. A deep network that began as an encoder of
            whole texts gives every [SEP] the same state, and learns no sentence apart from there.
    """

    def __init__(self, bert: BertModel, *, separator: int, pools: bool = True) -> None:
        super().__init__()
        self.bert, self.separator, self.pools = bert, separator, pools
        # Two passes over 90,000 questions do not overfit, and drawing the zeros costs a tenth.
        for module in bert.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        self.head = torch.nn.Linear(bert.config.hidden_size, N_CHANNELS)

    @classmethod
    def from_encoder(cls, folder: Path, *, seed: int) -> "ReaderNetwork":
        """The layers of a published encoder with a fresh head.

        Args:
            folder: `config.json` with the weights, as transformers saves them or as an ONNX export.
            seed: of the head.
        """
        torch.manual_seed(seed)
        if weights_name(folder) == EXPORTED_NAME:
            network = cls.empty(folder)
            network.bert.load_state_dict(exported_weights(folder))
            return network
        bert = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation=ATTENTION, local_files_only=True
        )
        return cls(bert, separator=_separator(folder))

    @classmethod
    def empty(
        cls, folder: Path, *, layers: int | None = None, pools: bool = True
    ) -> "ReaderNetwork":
        """The same shape with weights to be loaded.

        Args:
            folder: `config.json` and `tokenizer.json`.
            layers: how many; None for those of the configuration.
            pools: see `ReaderNetwork`.
        """
        config = BertConfig.from_pretrained(folder, local_files_only=True)
        config._attn_implementation = ATTENTION
        config.num_hidden_layers = layers or config.num_hidden_layers
        bert = BertModel(config, add_pooling_layer=False)
        return cls(bert, separator=_separator(folder), pools=pools)

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """(windows, tokens, 3) from (windows, tokens) twice.

        Args:
            input_ids: int64.
            token_type_ids: int64, 0 for the question and 1 for the window.
            attention_mask: (windows, tokens) bool, False for padding; None when there is none.
        """
        mask = None
        if attention_mask is not None:
            # Added to the scores of every head and query: 0 or the lowest float.
            mask = torch.zeros(attention_mask.shape, device=attention_mask.device)
            mask = mask.masked_fill(~attention_mask, torch.finfo(torch.float32).min)
            mask = mask[:, None, None, :]
        states = self.bert.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        for layer in self.bert.encoder.layer:
            output = layer(states, mask)
            states = output[0] if isinstance(output, tuple) else output
        logits: torch.Tensor = self.head(states)
        if not self.pools:
            return logits
        pooled = _pooled(logits[..., RELEVANCE], input_ids == self.separator)
        return torch.cat([logits[..., :RELEVANCE], pooled[..., None].to(logits.dtype)], dim=-1)


def _pooled(relevance: torch.Tensor, closes: torch.Tensor) -> torch.Tensor:
    """(windows, tokens): at each [SEP] the mean over the tokens since the one before; else as is.

    Args:
        relevance: (windows, tokens).
        closes: (windows, tokens) bool, True for [SEP].
    """
    with torch.autocast(relevance.device.type, enabled=False):
        # How many sentences are closed before a token: the same for all tokens of one.
        number = closes.long().cumsum(dim=1) - closes.long()
        together = (number[:, :, None] == number[:, None, :]).float()
        sums = torch.matmul(together, relevance.float()[..., None])[..., 0]
        return torch.where(closes, sums / together.sum(dim=-1), relevance.float())


def _separator(folder: Path) -> int:
    return special_id("[SEP]", open_tokenizer(folder / TOKENIZER_NAME))
