from __future__ import annotations

from pathlib import Path

from rashomon.evaluate.gum_attributions import read_relations, tally
from rashomon.records import Attribution, Span

TEXT = "The mayor said the bridge was gone because it had burned."
RST = """<rst><header><relations>
<rel name="attribution-positive" type="rst"/><rel name="causal-cause" type="rst"/>
</relations></header><body>
<segment id="1" parent="2" relname="attribution-positive">The mayor said</segment>
<segment id="2" parent="4" relname="span">the bridge was gone</segment>
<segment id="3" parent="2" relname="causal-cause">because it had burned .</segment>
<group id="4" type="span"/></body></rst>"""


def attribution(cue: str, content: str) -> Attribution:
    def span(words: str) -> Span:
        start = TEXT.index(words)
        return Span("doc_x", start, start + len(words))

    return Attribution(id="att_x", document="doc_x", cue=span(cue), content=(span(content),))


def test_a_relation_is_a_satellite_and_its_nucleus(tmp_path: Path) -> None:
    path = tmp_path / "x.rs4"
    path.write_text(RST, encoding="utf-8")
    (relation,) = read_relations(path, TEXT)
    assert relation.frame == {0, 1, 2}
    assert relation.content == {3, 4, 5, 6}
    right = tally([relation], [attribution("said", "the bridge was gone")], TEXT)
    assert (right["matched"], right["frames"]) == (1, 1)
    wrong = tally([relation], [attribution("said", "it had burned")], TEXT)
    assert (wrong["matched"], wrong["frames"]) == (0, 1)
    elsewhere = tally([relation], [attribution("because", "the bridge was gone")], TEXT)
    assert (elsewhere["matched"], elsewhere["frames"]) == (0, 0)
