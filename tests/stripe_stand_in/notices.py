"""Signed notices of the stand-in: sent at once, or held back to be doubled, put in another order, altered or aged."""

import json
import threading
import time
import urllib.error
import urllib.request

from stripe import WebhookSignature


class Notices:
    def __init__(self, secret):
        self.secret, self.url = secret, ""
        self.held = False
        self.events = []  # all there ever were, oldest first
        self.answers = []  # (event type, HTTP status) of what was sent
        self._threads = []

    def happened(self, kind, subject):
        event = {
            "id": f"evt_{len(self.events) + 1:04}{id(self) % 9973:04}", "object": "event", "type": kind,
            "api_version": "2026-10-28.endive", "created": int(time.time()), "livemode": False,
            "data": {"object": json.loads(json.dumps(subject))},
        }  # fmt: skip
        self.events.append(event)
        if self.url and not self.held:
            thread = threading.Thread(target=self.send, args=(event,))
            self._threads.append(thread)
            thread.start()

    def of(self, kind):
        return [one for one in self.events if one["type"] == kind]

    def send(self, event, *, age=0, altered=None, tries=3):
        """The HTTP status of the answer; sent again where it is not 2xx, as Stripe does (sooner than Stripe does)."""
        status = 0
        for _ in range(tries):
            status = self._once(event, age, altered)
            self.answers.append((event["type"], status))
            if status // 100 == 2:
                break
            time.sleep(0.2)
        return status

    def signed(self, event, *, age=0, altered=None):
        """(body, Stripe-Signature): signed `age` seconds ago, and changed after that where `altered` is given."""
        body = json.dumps(event)
        header = WebhookSignature.generate_signature_header(body, self.secret, int(time.time()) - age)
        return (body.replace(*altered) if altered else body), header

    def wait(self):
        """Until all that was sent is answered."""
        while self._threads:
            self._threads.pop().join()

    def _once(self, event, age, altered):
        body, header = self.signed(event, age=age, altered=altered)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": header}
        request = urllib.request.Request(self.url, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except OSError:
            return 0
