"""The reader's network: BERT's layers with one linear head, in torch."""

from pathlib import Path

from embeddings.errors import MissingExtra

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
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        # Two passes over 90,000 questions do not overfit, and drawing the zeros costs a tenth.
        for module in bert.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        self.head = torch.nn.Linear(bert.config.hidden_size, N_CHANNELS)

    @classmethod
    def from_encoder(cls, folder: Path, *, seed: int) -> "ReaderNetwork":
        """The layers of a published encoder with a fresh head."""
        torch.manual_seed(seed)
        bert = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation=ATTENTION, local_files_only=True
        )
        return cls(bert)

    @classmethod
    def empty(cls, folder: Path) -> "ReaderNetwork":
        """The same shape with weights to be loaded."""
        config = BertConfig.from_pretrained(folder, local_files_only=True)
        config._attn_implementation = ATTENTION
        return cls(BertModel(config, add_pooling_layer=False))

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
        return logits
