"""core/config.py"""

import os
import subprocess
import sys

import pytest

from core.config import ROOT, SETTINGS, BadSetting, from_environment


def test_starts_with_nothing_set():
    settings = from_environment({})

    assert settings["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:///")
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "tám nghìn"), ("PORT", "70000"), ("DATABASE_URL", "mysql://x"), ("MAIL_URL", "http://x"),
        ("MAIL_URL", "smtp://"), ("SITE_URL", "https://"), ("SITE_URL", "http://x:tám"),
        ("RATE_LIMITS", "maybe"), ("PRODUCTION", "yes"), ("REDIS_URL", "localhost"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(BadSetting, match=name):
        from_environment({name: value})


@pytest.mark.parametrize("secret", ["", "chi-dung-khi-chay-thu", "ngan"])
def test_production_refuses_a_default_or_short_secret(secret):
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        from_environment({"PRODUCTION": "1", "SECRET_KEY": secret, "SITE_URL": "https://cho.example"})


def test_production_refuses_an_address_its_cookies_cannot_reach():
    with pytest.raises(BadSetting, match="SITE_URL"):
        from_environment({"PRODUCTION": "1", "SECRET_KEY": "k" * 40, "SITE_URL": "http://cho.example"})


def test_a_command_stops_with_the_sentence_and_no_traceback():
    command = [sys.executable, "-m", "flask", "--app", "app", "settings"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"MAIL_URL": "mail.example"}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.startswith("MAIL_URL='mail.example': phải là địa chỉ")
    assert "Traceback" not in done.stderr


def test_production_keeps_cookies_to_https():
    settings = from_environment({"PRODUCTION": "1", "SECRET_KEY": "k" * 40, "SITE_URL": "https://cho.example"})

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_every_setting_of_the_contract_is_there():
    contract = (
        "DATABASE_URL DATABASE_REPLICA_URL REDIS_URL STORAGE_URL SEARCH_URL SECRET_KEY STRIPE_SECRET_KEY "
        "STRIPE_WEBHOOK_SECRET STRIPE_API_BASE BANK_BIN BANK_ACCOUNT BANK_NAME MAIL_URL SITE_URL RATE_LIMITS"
    )
    assert set(contract.split()) <= {setting.name for setting in SETTINGS}
