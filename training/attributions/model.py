"""The shared encoder with word shapes, and heads for attributions.

Source of the parts: all-MiniLM-L6-v2 (Apache-2.0) as backbone; a shape embedding is added to the
word embedding, so that one uncased model serves upper-case and mixed-case text. Cues are tagged;
each cue then asks every token of its window "are you my content? my source?" (additive attention
as in Bahdanau et al. 2015, with a signed-distance embedding), so that contents may be
discontinuous, nested, shared and far away.
"""

from __future__ import annotations

import torch
from corpus import SHAPES
from torch import Tensor, nn

BUCKETS = 24


def distance_bucket(distance: Tensor) -> Tensor:
    """Signed distances in wordpieces to one of `BUCKETS` buckets, finer near zero."""
    half = BUCKETS // 2
    magnitude = torch.log2(distance.abs().float() + 1).mul(1.5).long().clamp(max=half - 1)
    return torch.where(distance < 0, half - 1 - magnitude.clamp(max=half - 1), half + magnitude)


class Attributor(nn.Module):
    """Encoder, tag head and arc head.

    Args:
        backbone: a `transformers` encoder.
        size: its hidden size.
        inner: size of the arc head's hidden layer.
    """

    def __init__(self, backbone: nn.Module, size: int, inner: int = 192) -> None:
        super().__init__()
        self.backbone = backbone
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(size, 9)
        self.ask = nn.Linear(size, 2 * inner)
        self.answer = nn.Linear(size, 2 * inner)
        self.distance = nn.Embedding(BUCKETS, 2 * inner)
        self.score = nn.Linear(inner, 1)
        self.score_source = nn.Linear(inner, 1)
        self.inner = inner

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """[batch, tokens, size] from ids and shapes of that shape."""
        embedded = self.backbone.embeddings.word_embeddings(ids) + self.shapes(shapes)
        hidden = self.backbone(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.drop(hidden)

    def tag(self, hidden: Tensor) -> Tensor:
        """[batch, tokens, 3 layers (cue, source, content), 3 (O, B, I)] logits."""
        return self.tags(hidden).unflatten(-1, (3, 3))

    def arcs(self, hidden: Tensor, cues: Tensor, rows: Tensor, centres: Tensor) -> Tensor:
        """[cues, tokens, 2 (content, source)] logits.

        Args:
            hidden: [batch, tokens, size].
            cues: [cues, tokens] averaging weights over each cue's tokens.
            rows: [cues] the window that each cue stands in.
            centres: [cues] position of each cue's first token.
        """
        own = hidden[rows]
        query = self.ask(torch.einsum("ct,cts->cs", cues, own))
        key = self.answer(hidden)[rows]
        position = torch.arange(hidden.shape[1], device=hidden.device)
        near = self.distance(distance_bucket(position[None, :] - centres[:, None]))
        joint = torch.tanh(query[:, None, :] + key + near)
        content = self.score(joint[..., : self.inner])
        source = self.score_source(joint[..., self.inner :])
        return torch.cat((content, source), dim=-1)
