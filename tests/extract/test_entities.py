"""Entities with the expectation in the text: `{a:Ilan Moret}` is a mention of entity a.

Marked phrases with one key must stand in one entity, those with different keys in different ones;
`{-:they}` must be no mention at all. All names and places are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.extract.entities import Entities, EntityIndex
from rashomon.extract.sentences import Sentences
from rashomon.records import Document, Entity, Provenance, Sentence
from rashomon.stage import AnnotatedDocument
from tests.conftest import document

_MARK = re.compile(r"\{(\w+|-):([^{}]*)\}")
_MADE = Provenance("test", "1", "0", ())


def read(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Plain text and (key, start, end) of its marks."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + marked[at:], marks


def annotate(made: Document) -> AnnotatedDocument:
    doc = AnnotatedDocument(made)
    doc = doc.with_layer(Sentence, tuple(Sentences()(doc)), _MADE)
    return doc.with_layer(Entity, tuple(Entities()(doc)), _MADE)


def entities(text: str) -> tuple[Entity, ...]:
    return annotate(document(text)).layer(Entity)


def named(text: str, name: str) -> Entity:
    found = [entity for entity in entities(text) if name in (entity.name, *entity.aliases)]
    assert len(found) == 1, [entity.name for entity in entities(text)]
    return found[0]


@pytest.mark.parametrize(
    "marked",
    [
        # Names
        "{a:Ilan Moret} spoke on Monday. Later {a:Moret} left, and {a:Mr. Moret}'s car followed.",
        "{a:Ilan Moret} met {b:Dara Moret} in Harvane.",
        "Former {a:police chief} {a:Ilan Moret} was arrested.",
        "The {a:Harvane Liberation Front} ({a:HLF}) denied it. Later the {a:HLF} spoke again.",
        "THE {a:HARVANE LIBERATION FRONT} [{a:HLF}] DENIED THE ATTACK. {a:THE HLF} LEFT.",
        "Ostland's {a:Ministry of Justice} confirmed it. {a:The Justice Ministry} gave none, and "
        "{a:the ministry} declined to comment. The {b:Ministry of Health} gave one.",
        "{a:The Ministry for Roads, Water and Forests} issued a decree, {a:the ministry} said.",
        "{a:The Supreme Court of Ostland} ruled. {a:The Supreme Court} sat for days.",
        # Apposition, predicate, role
        "{a:Ilan Moret}, {a:a former pilot}, fled. On Friday {a:the former pilot} gave himself up.",
        "{a:The leader of the group}, {a:Ilan Moret}, surrendered.",
        "{a:Dara Venn} is {a:a nurse} at the clinic. {a:The nurse} treated four men.",
        "{a:Dara Venn} is not {b:a nurse}.",
        "As {a:a former officer}, {a:Moret} knew the barracks.",
        "{a:Colonel Ilan Moret}, {a:who} led the raid, was hurt.",
        # Descriptions
        "{a:A spokesman} said little. {a:The spokesman} left. Then {b:a spokesman} came in.",
        "{a:Two soldiers} died in Harvane. {b:Two soldiers} died in Ostport.",
        "{a:Police} arrived at noon, and {a:the police} closed the road.",
        "{a:The security forces} fired. {b:The armed forces} did not.",
        "{a:Harvanese soldiers} met {b:Ostlandic soldiers}; {b:the Ostlandic soldiers} withdrew.",
        "{a:CNN} reported that {b:an official} had told {a:the news agency} the toll.",
        # Short forms and places that only sound like one
        "{a:The Harvane Free Front} denied it. Crowds stood in front of the mill. {a:The Front} "
        "held {b:a meeting} later, a spokesman for {a:the Front} said.",
        "The {a:Ostland Observatory for Rivers} counted ten. {a:The Observatory} keeps a list.",
        # Names given, roles and posts
        "{a:A spokesman} for {b:the Harvane Free Front}, {a:who} gave his name as {a:Ilan Moret}, "
        "said that {b:its} fighters had left.",
        "Ten are dead, {a:the mayor}, {a:Ilan Moret}, said.",
        "Four died, {a:the director of {b:its clinic}} said. {a:Dr Dara Venn}, who heads "
        "{b:St Orla's Clinic}, gave no names.",
        "{a:The Ministry of Roads} shut the pass. A {a:ministry} spokesman, Colonel Ilan Moret, "
        "gave no reason.",
        # Pronouns
        "{a:Ilan Moret} said that {a:he} would return with {a:his} men.",
        "{a:Dara Venn} met {b:Ilan Moret}. {a:She} gave {b:him} a letter.",
        "{a:The ministry} published a list. {a:It} named nine people.",
        "{a:The rebels} left the town after {a:they} had burned the bridge.",
        "{a:Ilan Moret} vanished. {b:An official} said that {a:he} had been killed.",
        "“{b:The gang} is armed,” reads {a:the statement}. “{b:The gang} fled,” {a:it} continues.",
        "{-:It} is unclear whether {a:the hostages} are alive.",
        # Belonging keeps two apart
        "{a:A {b:police} spokesman} said that {b:the police} had left.",
    ],
)
def test_marked_phrases_refer_as_marked(marked: str) -> None:
    text, marks = read(marked)
    found = annotate(document(text)).layer(Entity)
    owner = {
        (mention.span.start, mention.span.end): entity.id
        for entity in found
        for mention in entity.mentions
    }
    # Inner articles and modifiers are a matter of taste: a mark matches the mention at its head.
    index = EntityIndex(found)
    seen: dict[str, set[str | None]] = {}
    for key, start, end in marks:
        if key == "-":
            assert (start, end) not in owner
            continue
        exact = owner.get((start, end)) or next(
            (i for (s, e), i in sorted(owner.items()) if e == end and s >= start), None
        )
        if exact is None:
            head = index.at(end - 1)
            exact = head.id if head else None
        seen.setdefault(key, set()).add(exact)
    for key, ids in seen.items():
        assert len(ids) == 1, (key, [(e.name, e.mentions) for e in found])
        assert None not in ids, (key, [(e.name, e.mentions) for e in found])
    assert len({next(iter(ids)) for ids in seen.values()}) == len(seen), seen


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Harvane Ministry of Justice said so.", "Harvane Ministry of Justice", "government"),
        ("Two police officers died.", "Two police officers", "state_forces"),
        ("A rebel group took the town.", "rebel group", "armed_group"),
        ("Reuters said so.", "Reuters", "agency"),
        ("CNN said so.", "CNN", "outlet"),
        ("Witnesses said so.", "Witnesses", "witness"),
        ("Ilan Moret said so.", "Ilan Moret", "person"),
        ("A senior official said so.", "senior official", "unnamed_official"),
        ("Doctors said so.", "Doctors", "hospital"),
        ("The Harvane Observatory for Human Rights said so.", None, "monitor"),
        ("The United Nations said so.", "United Nations", "international"),
    ],
)
def test_party_kind_comes_from_the_words(text: str, name: str | None, kind: str) -> None:
    found = entities(text)
    assert any(e.party_kind == kind and (name is None or e.name == name) for e in found), [
        (e.name, e.party_kind) for e in found
    ]


def test_a_label_is_never_the_name_where_there_is_another() -> None:
    text = "These terrorists, the Harvane Front, took the dam. The Harvane Front denied it."
    assert "Harvane Front" in [entity.name for entity in entities(text)]
    (group,) = [e for e in entities("A dangerous terrorist group fled.") if e.kind != "place"]
    assert group.name == "group"


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("An anonymous official confirmed it.", True),
        ("A military source confirmed it.", True),
        ("An official, speaking on condition of anonymity, confirmed it.", True),
        ("The spokesman confirmed it.", False),
        ("Ilan Moret confirmed it on condition of anonymity.", False),
    ],
)
def test_anonymity_is_what_the_text_withholds(text: str, anonymous: bool) -> None:
    assert any(entity.anonymous for entity in entities(text)) is anonymous


def test_a_spokesman_belongs_to_whom_he_speaks_for() -> None:
    found = {entity.name: entity for entity in entities("A police spokesman gave the toll.")}
    assert found["police spokesman"].member_of == found["police"].id
    found = {e.name: e for e in entities("Harvane Front fighter Ilan Moret gave the toll.")}
    assert found["Ilan Moret"].member_of == found["Harvane Front"].id


def test_a_dateline_names_no_entity(make_document: Callable[..., Document]) -> None:
    from rashomon.records import Dateline, Span, digest_id

    text = "HARVANE, March 3 (Reuters) - Police closed the road."
    plain = make_document(text)
    made = make_document(text, dateline=Dateline(Span(plain.id, 0, 28)))
    assert digest_id("doc") != made.id
    assert [entity.name for entity in annotate(made).layer(Entity)] == ["Police", "road"]


def test_ids_are_stable_and_index_finds_heads() -> None:
    text = "Ilan Moret fled. The former pilot hid. Moret was found."
    first, second = entities(text), entities(text)
    assert first == second
    entity = EntityIndex(first).at(text.rindex("Moret"))
    assert entity is not None
    assert entity.name == "Ilan Moret"


_WORDS = st.sampled_from(
    ["Ilan", "Moret", "the", "police", "said", "he", "(", ")", "HLF", ",", "“", "”", "their", "men",
     "of", "Ministry", "and", ".", "\n\n", "who", "🙂", "שלום", "is", "a", "'s", "it", "[", "]"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_any_text_gives_disjoint_entities_with_mentions_inside(text: str) -> None:
    seen: set[tuple[int, int]] = set()
    for entity in entities(text):
        for mention in entity.mentions:
            place = (mention.span.start, mention.span.end)
            assert 0 <= place[0] < place[1] <= len(text)
            assert place not in seen
            seen.add(place)
        assert entity.name
        assert list(entity.mentions) == sorted(entity.mentions)


def test_long_text_takes_linear_time() -> None:
    assert entities("") == ()
    assert len(entities("Police said that Ilan Moret left. He returned. " * 1500)) < 10


def test_an_object_that_the_parse_fronts_ends_no_phrase() -> None:
    """A preposition's object may stand before the phrase; a mention never ends before it starts."""
    text = "She wonders about what the sister of the 14-year-old is up against."
    found = entities(text)
    assert found
    for entity in found:
        assert all(mention.span.start < mention.span.end for mention in entity.mentions)
