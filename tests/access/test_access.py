"""Who may come in: the administrator's list, the file with the secrets, and when somebody is locked out again."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest

from childvoice.access import Door, Sessions, Standing, enter, find, key_of, read, read_people
from childvoice.cli import main
from childvoice.desk import Duty, May
from childvoice.errors import ChildvoiceError, ServeError, SettingsError
from childvoice.serving import Place, check_address, serve
from childvoice.store import Workspace

SECRET = "kept-between-the-council-and-its-provider"
GOOD = f"""client_id = "childvoice"
client_secret = "{SECRET}"
server_metadata_url = "https://login.council.example/.well-known/openid-configuration"
redirect_uri = "https://voice.council.example/oauth2callback"
"""
PEOPLE = """person,name,roles
Priya@Council.example,Priya Shah,officer; lead
248289761001,J. Okafor,researcher
sam@council.example,,Safeguarding Lead
"""


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a log-in file and a list of people, as they should be."""
    write(tmp_path / "login.toml", GOOD, 0o600)
    write(tmp_path / "people.csv", PEOPLE, 0o644)
    return tmp_path


def write(path: Path, text: str, mode: int) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


# -- the list of people ----------------------------------------------------------------------------------------


def test_people_come_in_by_address_whatever_its_case_or_by_subject(place: Path) -> None:
    people = read_people(place / "people.csv")
    priya = find(people, subject="1", email="pRIYA@council.example ")
    assert priya is not None
    assert (priya.name, priya.duties) == ("Priya Shah", {Duty.OFFICER, Duty.LEAD})
    okafor = find(people, subject="248289761001", email="new.name@council.example")
    assert okafor is not None
    assert okafor.duties == {Duty.RESEARCHER}
    sam = find(people, subject="", email="sam@council.example")
    assert sam is not None
    assert sam.name == "sam@council.example"


@pytest.mark.parametrize(
    ("subject", "email"),
    [
        ("", ""),
        ("", "248289761001"),  # a number in place of an address proves nothing
        ("priya@council.example", ""),  # nor an address in place of a subject
        ("2", "priya@council.example.org"),
        ("248289761001 ", ""),
        ("", "ſam@council.example"),  # a long s, which folds to s
    ],
)
def test_nobody_else_comes_in(place: Path, subject: str, email: str) -> None:
    assert find(read_people(place / "people.csv"), subject=subject, email=email) is None


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("a@b.example,A,officer,lead", "more or fewer than three cells"),
        ("a@b.example,A", "more or fewer than three cells"),
        ("a@b.example,A,chief", "there is no such role"),
        ("a@b.example,A,", "a person and a role are needed"),
        (",A,officer", "a person and a role are needed"),
        ("PRIYA@council.example,P. Shah,member", "listed twice"),
        ("a@b.example,priya shah,member", "two people have this name"),
        ("a@b.example,The review officer,lead", "stands for nobody"),
    ],
)
def test_a_list_that_could_be_understood_in_two_ways_is_refused(place: Path, line: str, cause: str) -> None:
    write(place / "people.csv", f"{PEOPLE}{line}\n", 0o644)
    with pytest.raises(SettingsError, match=cause) as refused:
        read_people(place / "people.csv")
    assert cause == "there is no such role" or "people.csv, line 5" in str(refused.value)


def test_a_list_without_its_first_line_is_refused(place: Path) -> None:
    write(place / "people.csv", "a@b.example,A,officer\n", 0o644)
    with pytest.raises(SettingsError, match="first line"):
        read_people(place / "people.csv")


def test_empty_lines_and_a_mark_of_excel_do_no_harm(place: Path) -> None:
    write(place / "people.csv", "\ufeffPerson, Name, Roles\n\n,,\na@b.example,A,member\n", 0o644)
    assert [p.person for p in read_people(place / "people.csv")] == ["a@b.example"]


# -- the file with the secrets ---------------------------------------------------------------------------------


def test_the_log_in_is_read_and_hides_its_secrets(place: Path) -> None:
    login = read(place / "login.toml", place / "review")
    assert login.origin == "https://voice.council.example"
    assert SECRET not in repr(login)
    told = login.for_streamlit()
    assert told["client_secret"] == SECRET
    assert told["client_kwargs"]["prompt"] == "login"
    assert len(told["cookie_secret"]) >= 32
    assert told["cookie_secret"] != login.for_streamlit()["cookie_secret"]


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('client_id = "childvoice"', "", "'client_id' is missing"),
        ('client_id = "childvoice"', "client_id = 7", "'client_id' is missing"),
        (f'"{SECRET}"', f'"{SECRET}', "not valid TOML"),
        (
            f'client_secret = "{SECRET}"',
            f'client_secret = "{SECRET}"\ncookie_secret = "short"',
            "shorter than",
        ),
        ("client_id", 'client_kwargs = "x"\nclient_id', "unknown key"),
        ("client_id", 'prompt = "whatever"\nclient_id', "'prompt'"),
        ("https://voice", "http://voice", "not encrypted"),
        ("https://login", "http://login", "not encrypted"),
        ("https://login", "https://me:pw@login", "no web address"),
        ("/oauth2callback", "/", "does not end as it must"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_without_a_secret(
    place: Path, old: str, new: str, cause: str
) -> None:
    write(place / "login.toml", GOOD.replace(old, new), 0o600)
    with pytest.raises(SettingsError, match=cause) as refused:
        read(place / "login.toml")
    assert SECRET not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_is_refused(place: Path, mode: int) -> None:
    (place / "login.toml").chmod(mode)
    with pytest.raises(SettingsError, match=r"chmod go-rwx login\.toml"):
        read(place / "login.toml")


def test_a_list_that_others_can_change_is_refused(place: Path) -> None:
    (place / "people.csv").chmod(0o664)
    with pytest.raises(SettingsError, match=r"chmod go-w people\.csv"):
        read(place / "login.toml")


def test_neither_may_lie_in_the_review(place: Path) -> None:
    with pytest.raises(SettingsError, match="travel with every copy"):
        read(place / "login.toml", place)
    inside = place / "review"
    inside.mkdir()
    write(inside / "people.csv", PEOPLE, 0o644)
    write(place / "login.toml", f'{GOOD}people = "review/people.csv"\n', 0o600)
    with pytest.raises(SettingsError, match="travel with every copy"):
        read(place / "login.toml", inside)


@pytest.mark.parametrize("gone", ["login.toml", "people.csv"])
def test_a_missing_file_is_named(place: Path, gone: str) -> None:
    (place / gone).unlink()
    with pytest.raises(SettingsError, match=f"{gone}: there is no such file"):
        read(place / "login.toml")


# -- where it is served ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.4", "::", "10.0.0.1"])
def test_others_are_served_only_where_they_log_in(address: str) -> None:
    with pytest.raises(ServeError, match="nobody would have to log in"):
        check_address(Place(8501, address))
    check_address(Place(8501, address, Path("login.toml")))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
def test_this_machine_is_served_without(address: str) -> None:
    check_address(Place(8501, address))


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ServeError, match="no address of this machine"):
        check_address(Place(8501, "everywhere"))


def test_nothing_is_served_that_could_not_be_locked_or_let_in(place: Path) -> None:
    review = place / "review"
    Workspace.create(review).close()
    said: list[str] = []
    (place / "login.toml").chmod(0o644)
    with pytest.raises(ChildvoiceError):
        serve(review, Place(8501, login=place / "login.toml"), said.append)
    with pytest.raises(ServeError):
        serve(review, Place(8501, "0.0.0.0"), said.append)
    assert said == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--address", "0.0.0.0"], "nobody would have to log in"),
        (["--login", "login.toml", "--as", "officer"], "who logs in says who they are"),
        (["--login", "login.toml", "--name", "Priya"], "who logs in says who they are"),
        (["--login", "elsewhere.toml"], "elsewhere.toml: there is no such file"),
        (["--idle", "-1"], "Invalid value for '--idle'"),
    ],
)
def test_the_command_refuses_what_would_leave_the_door_open(
    place: Path,
    words: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(place)
    Workspace.create(place / "review").close()
    assert main(["serve", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_server_locks_after_a_quarter_of_an_hour_and_one_s_own_machine_never() -> None:
    assert Place(1, login=Path("x")).minutes == 15
    assert Place(1).minutes == 0
    assert Place(1, idle=5).minutes == Place(1, login=Path("x"), idle=5).minutes == 5


# -- how long --------------------------------------------------------------------------------------------------


def test_somebody_who_acts_stays_in_and_somebody_who_looks_on_is_locked_out() -> None:
    clock = Clock()
    held = Sessions(900, clock=clock)
    began = clock.now
    for _ in range(10):
        clock.now += 800
        assert held.act("k", began) is Standing.OPEN
    for _ in range(9):
        clock.now += 100
        assert held.look("k", began) is Standing.OPEN
    clock.now += 1
    assert held.look("k", began) is Standing.LOCKED
    assert held.act("k", began) is Standing.LOCKED, "an action opens nothing that is locked"


def test_a_lock_holds_when_the_clock_is_set_back() -> None:
    clock = Clock()
    held = Sessions(900, clock=clock)
    began = clock.now
    held.act("k", began)
    clock.now += 901
    assert held.look("k", began) is Standing.LOCKED
    clock.now -= 901
    assert held.look("k", began) is Standing.LOCKED
    held.act("other", began)
    clock.now -= 3600
    assert held.look("other", began) is Standing.LOCKED, "an hour that is not known is an hour without action"


def test_who_logged_out_is_out_in_every_window_and_with_every_copy() -> None:
    held = Sessions(900, clock=Clock())
    held.act("k", 1_000_000)
    held.end("k")
    assert held.act("k", 1_000_000) is Standing.ENDED


def test_a_log_in_from_before_the_server_started_counts_from_when_it_was() -> None:
    clock = Clock()
    assert Sessions(900, clock=clock).act("k", clock.now - 901) is Standing.LOCKED
    assert Sessions(900, clock=clock).act("k", clock.now - 899) is Standing.OPEN


def test_nobody_stays_longer_than_a_working_day_not_even_without_a_lock() -> None:
    clock = Clock()
    held = Sessions(0, clock=clock)
    began = clock.now
    assert held.act("k", began) is Standing.OPEN
    clock.now += 12 * 3600 + 1
    assert held.act("k", began) is Standing.OLD
    held.end("k")
    clock.now += 24 * 3600
    held.act("another", clock.now)  # which forgets what is too old to be opened
    assert held.act("k", began) is Standing.OLD


def test_on_one_s_own_machine_one_goes_on() -> None:
    clock = Clock()
    held = Sessions(60, clock=clock)
    assert held.act("") is Standing.OPEN
    clock.now += 13 * 3600
    assert held.act("") is Standing.LOCKED
    held.go_on("")
    assert held.act("") is Standing.OPEN


# -- coming in -------------------------------------------------------------------------------------------------


def claims(clock: Clock, **other: Any) -> dict[str, Any]:
    usual = {"is_logged_in": True, "iss": "https://login.council.example", "sub": "1", "aud": "childvoice",
             "iat": clock.now, "exp": clock.now + 300, "nonce": "n", "email": "priya@council.example", "email_verified": True}  # fmt: skip
    return usual | other


@pytest.mark.parametrize(
    ("other", "door"),
    [
        ({}, Door.OPEN),
        ({"aud": ["childvoice"]}, Door.OPEN),
        ({"aud": ["childvoice", "x"], "azp": "childvoice"}, Door.OPEN),
        ({"email_verified": "true"}, Door.OPEN),
        ({"sub": "248289761001", "email": "x@y.example", "email_verified": False}, Door.OPEN),
        ({"email_verified": False}, Door.UNVERIFIED),
        ({"email_verified": "false"}, Door.UNVERIFIED),
        ({"email_verified": None}, Door.UNVERIFIED),
        ({"email": "x@council.example"}, Door.UNKNOWN),
        ({"email": ["priya@council.example"]}, Door.UNKNOWN),
        ({"is_logged_in": False}, Door.OUTSIDE),
        ({"aud": "payroll"}, Door.OUTSIDE),
        ({"aud": ["childvoice", "payroll"], "azp": "payroll"}, Door.OUTSIDE),
        ({"aud": ["childvoice", "payroll"]}, Door.OUTSIDE),
        ({"aud": None}, Door.OUTSIDE),
        ({"sub": None}, Door.OUTSIDE),
        ({"iat": "yesterday"}, Door.OUTSIDE),
        ({"iat": 1_000_000.0 - 901}, Door.LOCKED),
        ({"iat": 1_000_000.0 - 13 * 3600}, Door.OLD),
    ],
)
def test_the_door(place: Path, other: dict[str, Any], door: Door) -> None:
    clock = Clock()
    held = Sessions(900, clock=clock)
    entry = enter(
        claims(clock, **other),
        "childvoice",
        lambda: read_people(place / "people.csv"),
        held,
        acting=True,
    )
    assert entry.door is door
    assert (entry.person is None) is (door is not Door.OPEN)


def test_a_provider_that_says_nothing_of_confirming_is_believed(place: Path) -> None:
    clock = Clock()
    told = claims(clock)
    del told["email_verified"]
    entry = enter(
        told, "childvoice", lambda: read_people(place / "people.csv"), Sessions(0, clock=clock), acting=True
    )
    assert entry.person is not None
    assert entry.person.name == "Priya Shah"
    assert entry.person.may(May.SIGN)


def test_a_role_that_was_taken_away_is_gone_at_once_and_a_broken_list_lets_nobody_in(place: Path) -> None:
    clock = Clock()
    held = Sessions(900, clock=clock)

    def door() -> Door:
        return enter(
            claims(clock), "childvoice", lambda: read_people(place / "people.csv"), held, acting=True
        ).door

    assert door() is Door.OPEN
    (place / "people.csv").write_text("person,name,roles\n", encoding="utf-8")
    assert door() is Door.UNKNOWN
    (place / "people.csv").write_text("person,name\n", encoding="utf-8")
    assert door() is Door.UNREADABLE


def test_two_log_ins_of_one_person_are_two_and_their_keys_say_nothing() -> None:
    clock = Clock()
    first, second = key_of(claims(clock)), key_of(claims(clock, nonce="m"))
    assert first != second
    assert "priya" not in first
