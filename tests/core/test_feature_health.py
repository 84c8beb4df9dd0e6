"""What a watchman asks: whether the process lives, and whether it can serve."""


def test_says_that_it_lives(browser):
    answer = browser.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_says_that_its_database_answers(browser, query_count):
    with query_count() as run:
        answer = browser.get("/readyz")

    assert answer.get_json() == {"database": "ok"}
    assert "SELECT 1" in run
