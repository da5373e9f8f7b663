"""Settings: sensible where nothing is set, refused where unsafe."""

import stat

import pytest

from webapp.config import ConfigError, Mode, load

SECRET = "n7Q2-w9Lk0pZx4Vb8Ty1Rm6Ca3Fe5Gd"


def read(tmp_path, **environ):
    return load({"FAXUN_HOME": str(tmp_path), **environ})


def test_nothing_set_is_a_demonstration_on_this_machine_only(tmp_path):
    settings = read(tmp_path)

    assert settings.is_demo
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url is None
    assert settings.clock_file == tmp_path / "clock"


def test_the_secret_is_made_once_and_readable_by_nobody_else(tmp_path):
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret == second.secret
    assert len(first.secret) >= 48
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_the_secret_is_never_printed(tmp_path):
    settings = read(tmp_path)

    assert settings.secret not in repr(settings)


def test_production_with_a_secret_starts(tmp_path):
    settings = read(tmp_path, FAXUN_MODE="production", FAXUN_SECRET=SECRET + "!")

    assert settings.mode is Mode.PRODUCTION
    assert settings.clock_file is None


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "FAXUN_SECRET"),
        ({"FAXUN_SECRET": "short"}, "FAXUN_SECRET"),
        ({"FAXUN_SECRET": "x" * 64}, "FAXUN_SECRET"),
        ({"FAXUN_SECRET": SECRET + "!", "FLASK_DEBUG": "1"}, "调试"),
        ({"FAXUN_SECRET": SECRET + "!", "FAXUN_CLOCK": "/tmp/clock"}, "FAXUN_CLOCK"),
    ],
)
def test_production_refuses_default_keys_debugging_and_a_movable_clock(tmp_path, environ, words):
    with pytest.raises(ConfigError, match=words):
        read(tmp_path, FAXUN_MODE="production", **environ)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"FAXUN_MODE": "live"}, "FAXUN_MODE"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"PORT": "-1"}, "PORT"),
        ({"FAXUN_PROXIES": "many"}, "FAXUN_PROXIES"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path, environ, words):
    with pytest.raises(ConfigError, match=words):
        read(tmp_path, **environ)
