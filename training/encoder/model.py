"""The shared encoder with word shapes, and its heads.

Source of the parts: a sentence encoder (Apache-2.0) as backbone; a shape embedding is added to the
word embedding, so that one uncased model serves upper-case and mixed-case text. Every layer of
`layers.LAYERS` is tagged on its own. Cues then ask every token of their window "are you my content?
my source?" (additive attention as in Bahdanau et al. 2015, with a signed-distance embedding), so
that contents may be discontinuous, nested, shared and far away; a cue's own vector gives the
polarity, the certainty and the kind of act.
"""

from __future__ import annotations

import torch
from layers import LAYERS, MANNERS
from torch import Tensor, nn

from rashomon.neural.words import SHAPES

BUCKETS = 24


def distance_bucket(distance: Tensor) -> Tensor:
    """Signed distances in wordpieces to one of `BUCKETS` buckets, finer near zero."""
    half = BUCKETS // 2
    magnitude = torch.log2(distance.abs().float() + 1).mul(1.5).long().clamp(max=half - 1)
    return torch.where(distance < 0, half - 1 - magnitude.clamp(max=half - 1), half + magnitude)


class SharedEncoder(nn.Module):
    """Backbone, tag head, arc head and manner head.

    Args:
        backbone: a `transformers` encoder.
        inner: size of the arc head's hidden layer.
    """

    def __init__(self, backbone: nn.Module, inner: int = 192) -> None:
        super().__init__()
        size = backbone.config.hidden_size
        self.backbone = backbone
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.norm = nn.LayerNorm(size)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(size, 3 * len(LAYERS))
        self.manner = nn.Linear(size, sum(len(kinds) for kinds in MANNERS))
        self.ask = nn.Linear(size, 2 * inner)
        self.answer = nn.Linear(size, 2 * inner)
        self.distance = nn.Embedding(BUCKETS, 2 * inner)
        self.score = nn.Linear(inner, 1)
        self.score_source = nn.Linear(inner, 1)
        self.inner = inner

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """[batch, tokens, size] from ids, shapes and mask of [batch, tokens]."""
        embedded = self.backbone.embeddings.word_embeddings(ids) + self.shapes(shapes)
        hidden = self.backbone(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.drop(self.norm(hidden))

    def tag(self, hidden: Tensor) -> Tensor:
        """[batch, tokens, layers, 3 (O, B, I)] logits."""
        return self.tags(hidden).unflatten(-1, (len(LAYERS), 3))

    def arcs(self, hidden: Tensor, cues: Tensor, rows: Tensor, centres: Tensor) -> Tensor:
        """[cues, tokens, 2 (content, source)] logits.

        Args:
            hidden: [batch, tokens, size].
            cues: [cues, tokens] averaging weights over each cue's tokens.
            rows: [cues] the window that each cue stands in.
            centres: [cues] position of each cue's first token.
        """
        asked, answers = self.ask(hidden), self.answer(hidden)
        query = torch.einsum("ct,cts->cs", cues.to(asked.dtype), asked[rows])
        position = torch.arange(hidden.shape[1], device=hidden.device)
        near = self.distance(distance_bucket(position[None, :] - centres[:, None]))
        joint = torch.tanh(query[:, None, :] + answers[rows] + near.to(asked.dtype))
        content = self.score(joint[..., : self.inner])
        source = self.score_source(joint[..., self.inner :])
        return torch.cat((content, source), dim=-1)

    def manners(self, hidden: Tensor, cues: Tensor, rows: Tensor) -> Tensor:
        """[cues, sum of the kinds of `MANNERS`] logits, averaged over each cue's tokens."""
        return torch.einsum("ct,ctm->cm", cues, self.manner(hidden).float()[rows])
