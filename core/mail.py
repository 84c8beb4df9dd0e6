"""Mail: written in the caller's transaction, sent by the worker over SMTP, or printed where none is set."""

import logging
import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from core import jobs

log = logging.getLogger("phiencho.mail")


def send(to: str, subject: str, text: str) -> None:
    """Ask the worker to send one mail; the Message-ID is fixed here, so a repeat can be told."""
    one_line = " ".join(subject.split())
    jobs.enqueue("mail", to=to, subject=one_line, text=text, message_id=make_msgid(domain="phiencho.example"))


@jobs.handles("mail")
def deliver(payload: dict[str, Any]) -> None:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message["Message-ID"] = payload["message_id"]
    message.set_content(payload["text"])
    url = current_app.config.get("MAIL_URL")
    if url:
        _over_smtp(url, message)
    else:
        _print(payload)


def _over_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    kind: Any = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(host, port, timeout=20) as server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _print(payload: dict[str, Any]) -> None:
    sys.stdout.write(f"\n--- thư tới {payload['to']}: {payload['subject']}\n{payload['text']}\n---\n")
    sys.stdout.flush()
