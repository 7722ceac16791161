"""Which two records may be one person, and why."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.duplicates import Facts, Reason, Strength, likeness, mailbox_of, name_of, one_slip, plain

BORN = date(1998, 5, 17)
PHONE = "+15124780147"
MAIL, BIRTH, NEAR = Reason.MAIL, Reason.NAME_AND_BIRTH, Reason.NEAR_MAIL


def facts(name: str, email: str, phone: str = "", born: date | None = None) -> Facts:
    first, _, last = name.partition("|")
    return Facts(first, last, email, phone, born)


ANA = facts("Ana|López", "ana.lopez@gmail.com", PHONE, BORN)


@pytest.mark.parametrize(
    ("one", "other", "reasons", "strength"),
    [
        pytest.param(ANA, facts("ana|lopez", "al@x.org", born=BORN), {BIRTH}, 3, id="accents and case"),
        pytest.param(ANA, facts("López|Ana", "al@x.org", born=BORN), {BIRTH}, 3, id="names swapped"),
        pytest.param(
            facts("明|王", "w@x.org", born=BORN),
            facts("王|明", "m@y.org", born=BORN),
            {BIRTH},
            3,
            id="Chinese",
        ),
        pytest.param(
            facts("Siobhán|O’Brien", "a@x.org", born=BORN),
            facts("SIOBHAN|OBRIEN", "b@y.org", born=BORN),
            {BIRTH},
            3,
            id="apostrophe",
        ),
        pytest.param(ANA, facts("Ana|Lopez", "analopez+run@googlemail.com"), {MAIL}, 3, id="one mailbox"),
        pytest.param(ANA, facts("Ana|Lopez", "ana.lopez@gmial.com"), {MAIL}, 3, id="domain mistyped"),
        pytest.param(ANA, facts("Ana|Lopez", "ana.loepz@gmail.com"), {NEAR}, 2, id="letters swapped"),
        pytest.param(
            facts("Ana|Lopez", "ana@x.org"), facts("Ana|Lopez", "ana@y.org", PHONE), None, 0, id="only a name"
        ),
        pytest.param(ANA, facts("Ana|Lopez", "z@x.org", PHONE), {Reason.PHONE}, 2, id="phone and name"),
        pytest.param(
            facts("Ana|López", "a@x.org", "+15125550147"),
            facts("Ana|Lopez", "b@x.org", "+15125550147"),
            None,
            0,
            id="a made-up number is nobody's",
        ),
        pytest.param(
            ANA, facts("Rosa|Diaz", "r@x.org", PHONE), {Reason.PHONE}, 1, id="a shared phone is weak"
        ),
        pytest.param(
            ANA,
            facts("Eva|López", "eva.lopez@gmail.com", PHONE, BORN),
            {Reason.PHONE},
            1,
            id="twins are weak",
        ),
        pytest.param(
            facts("John|Smith Jr.", "j@x.org", PHONE, BORN),
            facts("John|Smith Sr.", "j2@y.org", PHONE, date(1970, 5, 17)),
            {Reason.PHONE},
            1,
            id="father and son are weak",
        ),
        pytest.param(
            facts("John|Smith Jr", "j@x.org", born=BORN),
            facts("John|Smith", "k@y.org", born=BORN),
            None,
            0,
            id="Jr and no Jr",
        ),
        pytest.param(
            facts("John|Smith", "j@x.org", PHONE, BORN),
            facts("John|Smith", "k@y.org", PHONE, date(1970, 1, 1)),
            {Reason.PHONE},
            1,
            id="a parent without Sr",
        ),
        pytest.param(
            facts("Ana|Lopez", "analopez1@x.org"),
            facts("Ana|Lopez", "analopez2@x.org"),
            None,
            0,
            id="another number is no slip",
        ),
        pytest.param(
            facts("Ana|Lopez", "ana@gmail.com"),
            facts("Ana|Lopez", "ana@ymail.com"),
            None,
            0,
            id="two providers",
        ),
        pytest.param(
            facts("Ana|Lopez", "ana.lopez@x.org"),
            facts("Ana|Lopez", "analopez@x.org"),
            {NEAR},
            2,
            id="dots matter elsewhere",
        ),
        pytest.param(
            facts("Jo|Reed", "reeds@x.org"), facts("Al|Reed", "reed@x.org"), None, 0, id="near mail alone"
        ),
        pytest.param(
            facts("|", "a@x.org", born=BORN), facts("|", "b@x.org", born=BORN), None, 0, id="no name"
        ),
    ],
)
def test_why_two_may_be_one(one: Facts, other: Facts, reasons: set[Reason] | None, strength: int) -> None:
    found = likeness(one, other)
    assert (found and set(found.reasons)) == reasons
    assert found is None or found.strength == Strength(strength)


names = st.text(max_size=20)
mails = st.builds(
    "{}@{}".format, st.text("abc.+1", max_size=7), st.sampled_from(["gmail.com", "gmial.com", "x.org"])
)
persons = st.builds(
    Facts,
    st.sampled_from(["Ana", "Eva", "John", "أنا"]),
    st.sampled_from(["Lopez", "López Jr", "Smith", ""]),
    mails,
    st.sampled_from(["", PHONE]),
    st.sampled_from([None, BORN, date(1970, 1, 1)]),
)


@given(persons, persons)
def test_it_does_not_matter_who_comes_first(one: Facts, other: Facts) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(names)
def test_a_plain_name_is_plain(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@given(names, names)
def test_order_case_and_form_of_a_name_do_not_matter(first: str, last: str) -> None:
    name = name_of(first, last)
    assert name_of(last, first) == name
    assert name_of(unicodedata.normalize("NFD", first), unicodedata.normalize("NFC", last)) == name


@given(st.text("aAbBéÉñÑüÜłŁжЖ", max_size=9))
def test_case_does_not_matter(name: str) -> None:
    assert name_of(name.upper(), "") == name_of(name.lower(), "")


def test_vowel_signs_are_letters() -> None:
    assert name_of("राम", "") != name_of("रीम", "")


@given(mails)
def test_a_mailbox_is_its_own(email: str) -> None:
    assert mailbox_of("@".join(mailbox_of(email))) == mailbox_of(email)


@given(st.text("abc", max_size=8), st.data())
def test_a_slip_is_one_edit_and_works_both_ways(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    edited = data.draw(
        st.sampled_from(
            [
                word[:at] + "x" + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + "x" + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    assert one_slip(word, edited) == one_slip(edited, word) == (word != edited)
    assert not one_slip(word + "xx", edited.replace("x", ""))
