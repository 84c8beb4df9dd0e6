"""Plans by hand: staff draw a hall with the mouse; two fingers bring a visitor's hall closer and one moves it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

STAFF = "canbo@example.vn"
HALL = "/can-bo/hoi-cho/cho-tet-dinh-mui/so-do/A"
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


class Board:
    """The drawing board of a hall, by its cells."""

    def __init__(self, walk):
        self.page = walk.page
        self.svg = walk.page.get_by_role("application")
        self.says = walk.page.locator("[data-says]")
        self.stands = self.svg.locator(".drawing__stand")
        self.picked = self.svg.locator(".drawing__picked")

    def point(self, x, y):
        """The middle of a cell on the screen: margin 16 and side 20, as board.js draws."""
        across, down = 16 + 20 * x + 10, 16 + 20 * y + 10
        return self.svg.evaluate(
            """(svg, [x, y]) => {
                svg.scrollIntoView({ block: "center" })
                const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM())
                return [point.x, point.y]
            }""",
            [across, down],
        )

    def drag(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()

    def box(self):
        """Of what is picked, in cells."""
        values = [float(self.picked.get_attribute(name)) for name in ("x", "y", "width", "height")]
        return [(values[0] - 16) / 20, (values[1] - 16) / 20, values[2] / 20, values[3] / 20]

    def undo(self):
        self.page.locator("[data-act=undo]").click()


@WIDTHS
def test_a_stand_is_drawn_moved_resized_and_taken_back_with_the_mouse(visit, keys, width):
    walk = visit(width, key=keys(STAFF))
    walk.go(HALL)
    board = Board(walk)
    expect(board.svg).to_be_visible()
    count = board.stands.count()
    walk.page.locator("[data-usual] [name=group]").evaluate("one => { one.value = 'gom-su' }")
    walk.page.locator("[data-tool=stand]").click()
    board.drag(board.point(6, 18), board.point(7, 19))
    expect(board.says).to_have_text("Đã vẽ.")
    expect(board.stands).to_have_count(count + 1)

    walk.page.locator("[data-tool=pick]").click()
    board.page.mouse.click(*board.point(6, 18))
    expect(board.picked).to_have_count(1)
    assert board.box() == [6, 18, 2, 2]
    board.drag(board.point(6, 18), board.point(8, 18))
    expect(board.picked).to_have_attribute("x", str(16 + 20 * 8))
    board.drag(board.point(9.4, 19.4), board.point(10, 19))
    expect(board.picked).to_have_attribute("width", "60")
    board.undo()
    expect(board.picked).to_have_attribute("width", "40")
    board.undo()
    expect(board.picked).to_have_attribute("x", str(16 + 20 * 6))
    board.undo()
    expect(board.stands).to_have_count(count)
    walk.page.reload()
    expect(board.stands).to_have_count(count)


@WIDTHS
def test_two_fingers_bring_the_hall_closer_and_one_moves_it(visit, width):
    walk = visit(width)
    walk.go("/hoi-cho/cho-phien-lang-nghe-cuoi-thu")
    plan = walk.page.locator("[data-plan]")
    plan.evaluate("one => one.scrollIntoView({ block: 'center' })")
    whole = view(plan)
    box = plan.bounding_box()
    x, y = box["x"] + box["width"] / 2, 400
    fingers = Fingers(walk.page)
    fingers.drag([(x - 30, y), (x + 30, y)], [(x - 90, y), (x + 90, y)])
    near = view(plan)
    assert near[2] < whole[2] / 2
    address, scrolled = walk.path, walk.page.evaluate("scrollY")

    fingers.drag([(x, y)], [(x - 60, y)])
    moved = view(plan)
    assert moved[0] > near[0]
    assert moved[2] == near[2]
    assert (walk.path, walk.page.evaluate("scrollY")) == (address, scrolled)  # no stand entered, no page scrolled

    fingers.drag([(x - 90, y), (x + 90, y)], [(x - 20, y), (x + 20, y)])
    assert view(plan)[2] > moved[2]


def view(plan):
    return [float(one) for one in plan.get_attribute("viewBox").split()]


class Fingers:
    """Touches as the screen reports them."""

    def __init__(self, page):
        self.wire = page.context.new_cdp_session(page)
        self.page = page

    def drag(self, starts, ends, steps=6):
        """Every finger from its start to its end, all at once."""
        self._tell("touchStart", starts)
        for step in range(1, steps + 1):
            share = step / steps
            now = [(a + (c - a) * share, b + (d - b) * share) for (a, b), (c, d) in zip(starts, ends, strict=True)]
            self._tell("touchMove", now)
        self._tell("touchEnd", [])
        self.page.evaluate("new Promise(requestAnimationFrame)")

    def _tell(self, kind, points):
        touches = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
