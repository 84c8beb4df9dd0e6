"""core/mail.py over a real SMTP connection, and printed where none is set."""

import socket

import pytest
from aiosmtpd.controller import Controller

from core import jobs, mail
from core.db import db
from core.jobs import Job


class Letterbox:
    """Keeps what a real SMTP server is handed."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def letterbox(app):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    before, app.config["MAIL_URL"] = app.config.get("MAIL_URL"), f"smtp://127.0.0.1:{port}"
    yield box
    app.config["MAIL_URL"] = before
    server.stop()


def test_reaches_the_server_after_the_commit(app, letterbox):
    mail.send("ngan@example.vn", "Đơn đã đặt", "Cảm ơn chị.\nHàng gói xong sẽ báo.")
    db.session.commit()
    assert letterbox.letters == []

    jobs.work_off()

    (letter,) = letterbox.letters
    assert letter.rcpt_tos == ["ngan@example.vn"]
    text = letter.content.decode()
    assert "Subject: =?utf-8?" in text
    assert "Message-ID:" in text


def test_is_never_sent_for_what_was_undone(app, letterbox):
    mail.send("ngan@example.vn", "Đơn đã đặt", "…")
    db.session.rollback()

    assert jobs.work_off() == 0
    assert letterbox.letters == []


def test_a_line_break_in_a_subject_cannot_add_a_header(app, letterbox):
    mail.send("ngan@example.vn", "Chào\r\nBcc: ke-xau@example.vn", "…")
    db.session.commit()
    jobs.work_off()

    (letter,) = letterbox.letters
    assert letter.rcpt_tos == ["ngan@example.vn"]
    assert b"\nBcc:" not in letter.content


def test_waits_for_a_server_that_is_down(app):
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    try:
        mail.send("ngan@example.vn", "Đơn đã đặt", "…")
        db.session.commit()
        jobs.work_off()
    finally:
        app.config["MAIL_URL"] = ""

    job = db.session.scalar(db.select(Job))
    assert (job.done_at, job.failed_at, job.attempts) == (None, None, 1)


def test_is_printed_where_no_server_is_set(app, capsys):
    mail.send("ngan@example.vn", "Đơn đã đặt", "Cảm ơn chị.")
    db.session.commit()
    jobs.work_off()

    said = capsys.readouterr().out
    assert "thư tới ngan@example.vn: Đơn đã đặt" in said
    assert "Cảm ơn chị." in said
