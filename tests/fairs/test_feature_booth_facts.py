"""What a booth tells beside its goods: when it is open, a film, and how the thing is made."""

from tests.factories import make_booth, make_facility, make_fair, make_village

PATH = "/hoi-cho/cuoi-thu/gom-tam-sen"


def a_booth(facility=None, **columns):
    fair = make_fair(slug="cuoi-thu", hours="8:00 đến 21:00")
    return make_booth(fair, facility, slug="gom-tam-sen", **columns)


def test_says_its_own_hours_or_those_of_the_fair(browser):
    a_booth(hours="9:30 đến 18:00, nghỉ trưa")
    make_booth(make_fair(slug="dau-xuan", hours="7:00 đến 20:00"), slug="may-tre")

    assert "9:30 đến 18:00, nghỉ trưa" in browser.get(PATH).text
    assert "7:00 đến 20:00" in browser.get("/hoi-cho/dau-xuan/may-tre").text


def test_links_its_film_and_loads_nothing_of_it(browser):
    a_booth(video_url="https://video.example/lo-gom")

    page = browser.get(PATH).text

    assert 'href="https://video.example/lo-gom" target="_blank" rel="noopener noreferrer nofollow"' in page
    assert "Mở ở video.example, trong thẻ mới" in page
    assert "<iframe" not in page
    assert "<video" not in page


def test_tells_who_makes_it_where_and_in_which_steps(browser):
    steps = [{"name": "Thấu đất", "text": "Nhào ba lần."}, {"name": "Chuốt", "text": "Trên bàn xoay chân."}]
    village = make_village(slug="bat-trang", name="Bát Tràng")
    a_booth(make_facility(story="Ông nội đắp lò năm 1959.", village_id=village.id, steps=steps))

    page = browser.get(PATH).text

    for said in ("Ông nội đắp lò năm 1959.", "/lang-nghe/bat-trang", "Thấu đất", "Nhào ba lần.", "Chuốt"):
        assert said in page
    assert page.index("Thấu đất") < page.index("Chuốt")
