"""Tiny invented corpora in the published layouts, written into a folder for a test."""

from __future__ import annotations

import json
from pathlib import Path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def _lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def airwars(folder: Path) -> None:
    row = {
        "incident_code": "XX1",
        "assessment_text": "Local sources said that five civilians were killed and three others "
        "were injured when a shell hit a house in Orvel.",
        "strike_status": "Likely strike",
        "civilian_harm_grading": "Fair",
        "civilians_killed": [5, 5],
        "civilians_injured": [3, 3],
    }
    _write(folder / "incidents.jsonl", _lines(row))


def polnear(folder: Path, split: str = "dev") -> None:
    text = "The mayor said the bridge is closed. Nobody knows why.\n"
    annotation = (
        "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\nT3\tContent 15 35\tthe bridge is closed\n"
        "E1\tSource:T1 Cue:T2 Content:T3\n"
    )
    _write(folder / split / "text" / "a.txt", text)
    _write(folder / split / "attributions" / "a_one.ann", annotation)


def muc4(folder: Path, split: str = "dev") -> None:
    for number, part in enumerate({"dev": ("tst1", "tst2"), "test": ("tst3", "tst4")}[split]):
        name = f"{part.upper()}-MUC{3 if split == 'dev' else 4}-0001"
        text = (
            f"{name}\n\n   SAN PELMO, 3 MAY 89 (RADIO VARN) -- [TEXT] GUERRILLAS BLEW UP A BUS IN "
            "SAN PELMO, EL SALVADOR, TODAY. TWO PEASANTS WERE KILLED.\n\n"
        )
        key = (
            f"0.  MESSAGE: ID                     {name}\n"
            f"1.  MESSAGE: TEMPLATE               {'1' if number == 0 else '*'}\n"
        )
        if number == 0:
            key += (
                "2.  INCIDENT: DATE                  03 MAY 89\n"
                "3.  INCIDENT: LOCATION              EL SALVADOR: SAN PELMO (TOWN)\n"
                "4.  INCIDENT: TYPE                  BOMBING\n"
                "5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED\n"
                '9.  PERP: INDIVIDUAL ID             "GUERRILLAS"\n'
                '12. PHYS TGT: ID                    "BUS"\n'
                '19. HUM TGT: DESCRIPTION            "PEASANTS"\n'
            )
        _write(folder / "corpora" / part / f"{part}-muc4", text)
        _write(folder / "corpora" / part / f"key-{part}.v1", key)


def timex(folder: Path) -> None:
    body = (
        '<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2019-05-06">'
        "2019-05-06</TIMEX3></DCT><TEXT>The bus left {time} for Varn.</TEXT></TimeML>"
    )
    tagged = '<TIMEX3 tid="t1" type="DATE" value="2019-05-05">yesterday</TIMEX3>'
    _write(folder / "Gold" / "a.tml", body.format(time=tagged))
    _write(folder / "inputs" / "a.tml", body.format(time="yesterday"))


def geoparse(folder: Path) -> None:
    article = (
        "<articles><article><text>A fire in Caracas today.</text><toponyms><toponym>"
        "<start>10</start><end>17</end><phrase>Caracas</phrase><gaztag><lat>10.5</lat>"
        "<lon>-66.9</lon></gaztag></toponym></toponyms></article></articles>"
    )
    _write(folder / "lgl.xml", article)
    _write(folder / "TR-News.xml", article)


def incidents(folder: Path) -> None:
    rows = [
        {
            "doc_id": f"d{number}",
            "incident_id": incident,
            "title": f"Two shot in {city}",
            "dct": "2016-05-0" + str(number + 3),
            "text": f"Police in {city} said two men were shot dead on Monday night in {city}.",
            "gvc_split": split,
        }
        for number, (incident, city, split) in enumerate(
            [("1", "Dayton", "dev"), ("1", "Dayton", "test"), ("2", "Tulsa", "test")]
        )
    ]
    facts = {
        "incident_uri": "1",
        "date": "May 2, 2016",
        "city_or_county": "Dayton",
        "num_killed": 2,
        "num_injured": 0,
        "lat_long": [39.76, -84.19],
    }
    _write(folder / "documents.jsonl", _lines(*rows))
    _write(folder / "incidents.jsonl", _lines(facts))


def reconciliation(folder: Path) -> None:
    texts = {
        "one": "A blast hit Molker. The clinic said four people died there.",
        "two": "A blast hit Molker. Local radio said nine people died in it.",
    }
    claims = []
    for number, (name, quote) in enumerate(
        [("one", "four people died"), ("two", "nine people died")]
    ):
        start, count = texts[name].index(quote), (4, 9)[number]
        claims.append(
            {
                "id": f"c{number}",
                "doc_id": name,
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "source": {"start": 0, "end": 1, "text": "x", "party": ("clinic", "radio")[number]},
                "cue": "said",
                "aspect": "killed",
                "whom": None,
                "value": {"low": count, "high": count},
                "polarity": "affirmed",
                "certainty": "asserted",
            }
        )
    cluster = {
        "cluster_id": "k",
        "documents": ["one", "two"],
        "incident": {},
        "claims": claims,
        "relations": [{"a": "c0", "b": "c1", "relation": "conflict", "why": ""}],
        "assessments": [{"aspect": "killed", "whom": None, "status": "disputed", "values": []}],
    }
    for name, text in texts.items():
        meta = {"doc_id": name, "publisher": name, "date": "2021-05-01", "title": None}
        _write(folder / "docs" / f"{name}.txt", text)
        _write(folder / "docs" / f"{name}.json", json.dumps(meta))
    _write(folder / "clusters.jsonl", _lines(cluster))


def events(folder: Path, split: str = "dev") -> None:
    tokens = ["Rebels", "kidnapped", "a", "judge", "in", "Varn", "."]
    document = {
        "doc_id": "a",
        "tokens": tokens,
        "event_mentions": [
            {
                "event_type": "Conflict.Attack.Unspecified",
                "trigger": {"start": 1, "end": 2},
                "arguments": [{"entity_id": "t1", "role": "Attacker"}],
            }
        ],
        "entity_mentions": [{"id": "t1", "start": 0, "end": 1}],
    }
    record = {"id": 1, "event": "ASSAULT", "mode": "abduct", "text": "Rebels kidnapped a judge."}
    columns = [f"1_a\t0\t{number}\t{word}\t-" for number, word in enumerate(tokens)]
    mention = {"coref_chain": "x", "doc_id": "1_a", "sent_id": 0, "tokens_number": [1]}
    _write(folder / "wikievents" / f"{split}.jsonl", _lines(document))
    _write(folder / "plover_petrarch_gold" / "PLOVER_GSR_CAMEO.txt", json.dumps([record]))
    ecb = folder / "ecbplus"
    _write(ecb / f"ECB_{split.title()}_corpus.txt", "\n".join(columns) + "\n")
    _write(ecb / f"ECB_{split.title()}_Event_gold_mentions.json", json.dumps([mention]))


def gum(folder: Path, split: str = "dev") -> None:
    rows = [("Ilan", "(1-person-new-x-cf1-1,2-coref"), ("Moret", "1)"), ("left", ""), (".", "")]
    lines = ["# newdoc id = T", "# newpar", "# text = Ilan Moret left."]
    lines += [
        "\t".join([str(n), form, form, "X", "X", "_", "0", "dep", "_", f"Entity={e}" if e else "_"])
        for n, (form, e) in enumerate(rows, start=1)
    ]
    _write(folder / "dep" / "T.conllu", "\n".join([*lines, ""]))
    _write(folder / "splits.md", f"## {split}\n\n  * T\n")
