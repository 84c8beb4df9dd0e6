"""core/bodies.py: a file above the limit is refused while it comes in, and never lies on the disk whole."""

import io

import pytest
from werkzeug.exceptions import RequestEntityTooLarge

from catalog.models import Photo
from core.bodies import Weighed, WeighedRequest
from core.darkroom.sizes import MOST_BYTES
from core.db import db
from tests.factories import make_facility, make_member, make_product

BOUNDARY = b"----cho"
HEAD = b'--%s\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n' % BOUNDARY
TAIL = b"\r\n--%s--\r\n" % BOUNDARY


class Counted(io.BytesIO):
    """A body that tells how much of it was read."""

    taken = 0

    def read(self, size=-1):
        block = super().read(size)
        self.taken += len(block)
        return block


def sent(size):
    body = HEAD + b"x" * size + TAIL
    stream = Counted(body)
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "multipart/form-data; boundary=" + BOUNDARY.decode(),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": stream,
    }
    return WeighedRequest(environ), stream


def test_takes_a_file_of_just_the_limit(app):
    with app.test_request_context():
        request, _stream = sent(MOST_BYTES)

        file = request.files["photo"]
        assert len(file.read()) == MOST_BYTES
        file.close()


def test_stops_reading_at_the_limit(app):
    with app.test_request_context():
        request, stream = sent(MOST_BYTES + 4 * 1024 * 1024)

        with pytest.raises(RequestEntityTooLarge):
            request.files  # noqa: B018  reading it parses the body

    assert stream.taken < MOST_BYTES + 1024 * 1024


def test_a_refused_file_keeps_nothing(app):
    kept = io.BytesIO()
    file = Weighed(kept, 4)
    file.write(b"1234")

    with pytest.raises(RequestEntityTooLarge):
        file.write(b"5")

    assert kept.closed


def test_the_site_says_how_large_a_file_may_be(browser):
    facility = make_facility()
    product = make_product(facility=facility, state="draft", published_at=None)
    browser.sign_in(make_member(facility, "editor"))
    before = db.session.query(Photo).count()

    big = (io.BytesIO(b"x" * (MOST_BYTES + 1)), "a.jpg")
    answer = browser.post(f"/quan-ly/san-pham/{product.id}/anh", photos=big)
    answer.request.environ["wsgi.input"].close()

    assert answer.status_code == 413
    assert "20 MB" in answer.text
    assert db.session.query(Photo).count() == before
