"""What is refused is answered at once, on a server that does not say where a body ends, as `flask run`'s."""

import http.client
import threading

from werkzeug.serving import make_server


def test_a_client_that_waits_for_its_answer_gets_it(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("POST", "/api/v1/carts/khong-co/lines", b"[]", {"Content-Type": "application/json"})
        assert connection.getresponse().status in (400, 404)
        connection.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
