"""The GUM reader on a made-up file: heads of names and phrases, own pronouns left out."""

from __future__ import annotations

from pathlib import Path

from rashomon.evaluate.gum import Gum, read_text, split_names
from rashomon.extract.entities import Entities
from rashomon.extract.sentences import Sentences
from rashomon.records import Document, Entity, Provenance, Sentence
from rashomon.stage import AnnotatedDocument

_ROWS = [
    ("Ilan", "(1-person-new-x-cf1-1,2-coref"),
    ("Moret", "1)"),
    ("met", ""),
    ("the", "(2-person-new-x-cf1-2-sgl"),
    ("mayor", "2)"),
    (".", ""),
]
_MORE = [("He", "(1-person-giv-x-cf1-1-coref)"), ("left", ""), (".", "")]


def write(folder: Path) -> Path:
    lines = ["# newdoc id = T", "# newpar"]
    for text, rows in (("Ilan Moret met the mayor.", _ROWS), ("He left.", _MORE)):
        lines.append(f"# text = {text}")
        for number, (form, entity) in enumerate(rows, start=1):
            misc = f"Entity={entity}" if entity else "_"
            lines.append("\t".join([str(number), form, form, "X", "X", "_", "0", "dep", "_", misc]))
        lines.append("")
    (folder / "dep").mkdir()
    path = folder / "dep" / "T.conllu"
    path.write_text("\n".join(lines), encoding="utf-8")
    (folder / "splits.md").write_text("## dev\n\n  * T\n\n## test\n", encoding="utf-8")
    return path


def test_mentions_stand_at_their_heads(tmp_path: Path) -> None:
    gold = read_text(write(tmp_path))
    assert gold.text.startswith("Ilan Moret met the mayor. He left.")
    found = {gold.text[mention.head :].split()[0]: mention.group for mention in gold.mentions}
    assert found == {"Ilan": "1", "mayor.": "2", "He": "1"}
    assert split_names(tmp_path, "dev") == ["T"]


def test_the_system_is_scored_by_heads(tmp_path: Path) -> None:
    write(tmp_path)
    made = Provenance("test", "1", "0", ())

    def annotate(document: Document) -> AnnotatedDocument:
        doc = AnnotatedDocument(document)
        doc = doc.with_layer(Sentence, tuple(Sentences()(doc)), made)
        return doc.with_layer(Entity, tuple(Entities()(doc)), made)

    result = Gum().run(tmp_path, "dev", annotate)
    assert result.documents == 1
    assert result.metrics["parties_mentions_f"] == 100
    assert result.metrics["parties_chains_muc_f"] == 100
