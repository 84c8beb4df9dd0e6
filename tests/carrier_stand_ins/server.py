"""The three carriers in one server in a thread, each under its own path; strict about fields, ids, units and tokens."""

import threading
import time

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

TOKEN, SHOP = "token-thu", "885"
LOGIN = {"USERNAME": "lo-gom", "PASSWORD": "mat-khau"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class StandIns:
    """Use as a context: `with StandIns() as carriers: app.config.update(carriers.settings())`.

    `places`: GHN's lists; `orders`: what was taken, by its own code; `trouble`: down, slow, lost (taken, and the
    answer never comes) or full (refused)."""

    def __init__(self):
        self.places = {
            "Hà Nội": {
                "Huyện Gia Lâm": ["Xã Bát Tràng", "Thị trấn Trâu Quỳ", "Xã Dương Xá"],
                "Quận Hoàn Kiếm": ["Phường Hàng Bạc"],
            }
        }
        self.orders, self.calls, self.trouble = {}, [], ""
        self._server = make_server("127.0.0.1", 0, _application(self), threaded=True)
        self.base = f"http://127.0.0.1:{self._server.port}"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def settings(self):
        return {f"{name.upper()}_API_BASE": f"{self.base}/{name}" for name in ("ghn", "ghtk", "vtp")}

    def made(self, carrier):
        return [one for one in self.orders.values() if one["carrier"] == carrier]

    def ids(self):
        """(province, district, ward) by names, numbered as GHN numbers its own."""
        found = {}
        for p, (province, districts) in enumerate(self.places.items(), 201):
            for d, (district, wards) in enumerate(districts.items(), 1480):
                for w, ward in enumerate(wards, 10):
                    found[province, district, ward] = (p, d, f"{d}{w}")
        return found


def _application(stand_ins):
    app = Flask("carriers")

    @app.before_request
    def admit():
        stand_ins.calls.append((request.method, request.path))
        if stand_ins.trouble == "down":
            return Response("nginx", 502)
        if stand_ins.trouble == "slow":
            time.sleep(1.5)
        return None

    _ghn(app, stand_ins)
    _ghtk(app, stand_ins)
    _viettel(app, stand_ins)
    return app


def _keep(stand_ins, carrier, code, said, our_code):
    stand_ins.orders[code] = {"carrier": carrier, "code": code, "our_code": our_code, "said": said, "cancelled": False}
    return Response("gone", 504) if stand_ins.trouble == "lost" else None


def _integers(said, *names):
    return [name for name in names if type(said.get(name)) is not int or said[name] < 0]


def _ghn(app, stand_ins):
    api = "/ghn/shiip/public-api"

    def no(message, code=400):
        return jsonify(code=code, message=message, data=None), code

    def good(data):
        return jsonify(code=200, message="Success", data=data)

    def locked(shop=True):
        if request.headers.get("Token") != TOKEN or (shop and request.headers.get("ShopId") != SHOP):
            return no("Token is not valid!", 401)
        return None

    @app.get(f"{api}/master-data/province")
    def provinces():
        rows = {ids[0]: names[0] for names, ids in stand_ins.ids().items()}
        return locked(shop=False) or good([{"ProvinceID": one, "ProvinceName": name} for one, name in rows.items()])

    @app.post(f"{api}/master-data/district")
    def districts():
        rows = {i[1]: n[1] for n, i in stand_ins.ids().items() if i[0] == request.get_json()["province_id"]}
        return locked(shop=False) or good([{"DistrictID": one, "DistrictName": name} for one, name in rows.items()])

    @app.post(f"{api}/master-data/ward")
    def wards():
        rows = {i[2]: n[2] for n, i in stand_ins.ids().items() if i[1] == request.get_json()["district_id"]}
        return locked(shop=False) or good([{"WardCode": one, "WardName": name} for one, name in rows.items()])

    @app.post(f"{api}/v2/shipping-order/fee")
    def fee():
        said = request.get_json()
        wrong = _integers(
            said, "from_district_id", "to_district_id", "weight", "length", "width", "height", "insurance_value"
        )
        if refused := locked() or (
            no(f"wrong {wrong}") if wrong or not isinstance(said.get("to_ward_code"), str) else None
        ):
            return refused
        return good({"total": 20_000 + 5 * said["weight"], "service_fee": 20_000})

    @app.post(f"{api}/v2/shipping-order/create")
    def create():
        said = request.get_json()
        known = {(i[1], i[2]) for i in stand_ins.ids().values()}
        wrong = _integers(
            said,
            "to_district_id",
            "cod_amount",
            "weight",
            "length",
            "width",
            "height",
            "insurance_value",
            "payment_type_id",
            "service_type_id",
        )
        wrong += [
            name
            for name in ("to_name", "to_phone", "to_address", "client_order_code", "from_name", "from_phone")
            if not said.get(name)
        ]
        if said.get("required_note") not in ("CHOTHUHANG", "CHOXEMHANGKHONGTHU", "KHONGCHOXEMHANG"):
            wrong.append("required_note")
        if refused := locked():
            return refused
        if wrong or (said["to_district_id"], said["to_ward_code"]) not in known or stand_ins.trouble == "full":
            return no("Kho đã đầy" if stand_ins.trouble == "full" else f"wrong {wrong}")
        if any(one["our_code"] == said["client_order_code"] for one in stand_ins.orders.values()):
            return no("client_order_code existed")
        code = f"GHN{len(stand_ins.orders) + 1:05}"
        return _keep(stand_ins, "ghn", code, said, said["client_order_code"]) or good(
            {"order_code": code, "total_fee": 31_000}
        )

    @app.post(f"{api}/v2/shipping-order/detail-by-client-code")
    def detail():
        code = request.get_json().get("client_order_code")
        found = next((one for one in stand_ins.made("ghn") if one["our_code"] == code), None)
        return locked() or (
            good({"order_code": found["code"], "total_fee": 31_000}) if found else no("Đơn hàng không tồn tại")
        )

    @app.post(f"{api}/v2/switch-status/cancel")
    def cancel():
        if refused := locked():
            return refused
        rows = []
        for code in request.get_json()["order_codes"]:
            one = stand_ins.orders.get(code)
            is_done = one is not None and not one.get("picked")
            if is_done:
                one["cancelled"] = True
            rows.append({"order_code": code, "result": is_done, "message": "OK" if is_done else "Đã lấy hàng"})
        return good(rows)

    @app.post(f"{api}/v2/a5/gen-token")
    def label():
        return locked() or good({"token": "in-" + request.get_json()["order_codes"][0]})


def _ghtk(app, stand_ins):
    def no(message, **error):
        return jsonify(success=False, message=message, error=error or None)

    def locked():
        return None if request.headers.get("Token") == TOKEN else (no("Token không đúng"), 401)

    @app.get("/ghtk/services/shipment/fee")
    def ghtk_fee():
        missing = [
            n for n in ("pick_province", "pick_district", "province", "district", "weight") if not request.args.get(n)
        ]
        if refused := locked() or (no(f"thiếu {missing}") if missing else None):
            return refused
        return jsonify(
            success=True,
            message="",
            fee={"fee": 22_000 + int(request.args["weight"]), "delivery": request.args["province"] != "Thành phố xa"},
        )

    @app.post("/ghtk/services/shipment/order/")
    def ghtk_order():
        if refused := locked():
            return refused
        said = request.get_json()
        order, products = said["order"], said["products"]
        wanted = (
            "id",
            "pick_name",
            "pick_tel",
            "pick_address",
            "pick_province",
            "pick_district",
            "name",
            "tel",
            "address",
            "province",
            "district",
            "hamlet",
        )
        missing = [one for one in wanted if not order.get(one)]
        heavy = [one for one in products if not 0 < one["weight"] < 20]  # kilograms: 500 would be half a ton
        if missing or heavy or _integers(order, "pick_money", "value") or stand_ins.trouble == "full":
            return no("Kho đã đầy" if stand_ins.trouble == "full" else f"sai {missing} {heavy}")
        known = next((one for one in stand_ins.made("ghtk") if one["our_code"] == order["id"]), None)
        if known:
            return no(
                "Đơn đã tồn tại", code="ORDER_ID_EXIST", partner_id=order["id"], ghtk_label=known["code"], fee="29000"
            )
        code = f"S1.A1.{len(stand_ins.orders) + 17_000}"
        made = {"partner_id": order["id"], "label": code, "fee": "29000", "insurance_fee": "0"}
        return _keep(stand_ins, "ghtk", code, said, order["id"]) or jsonify(success=True, message="", order=made)

    @app.post("/ghtk/services/shipment/cancel/<code>")
    def ghtk_cancel(code):
        one = stand_ins.orders.get(code)
        if refused := locked() or (no("Đơn đã lấy") if one is None or one.get("picked") else None):
            return refused
        one["cancelled"] = True
        return jsonify(success=True, message="")

    @app.get("/ghtk/services/label/<code>")
    def ghtk_label(code):
        return locked() or (Response(PDF, mimetype="application/pdf") if code in stand_ins.orders else no("không có"))


def _viettel(app, stand_ins):
    def no(message, status=205):
        return jsonify(status=status, error=True, message=message, data=None)

    def good(data):
        return jsonify(status=200, error=False, message="OK", data=data)

    def locked():
        return None if request.headers.get("Token") == "long" else no("Token invalid", 202)

    @app.post("/vtp/v2/user/Login")
    def login():
        return good({"token": "short"}) if request.get_json() == LOGIN else no("Username or password is not valid!")

    @app.post("/vtp/v2/user/ownerconnect")
    def owner():
        return good({"token": "long"}) if request.headers.get("Token") == "short" else no("Token invalid", 202)

    @app.post("/vtp/v2/order/getPriceAllNlp")
    def prices():
        said = request.get_json()
        if refused := locked() or (
            no("wrong") if _integers(said, "PRODUCT_WEIGHT", "PRODUCT_PRICE", "MONEY_COLLECTION") else None
        ):
            return refused
        rows = [
            {"MA_DV_CHINH": "VHT", "TEN_DICHVU": "Hỏa tốc", "GIA_CUOC": 60_000},
            {"MA_DV_CHINH": "VCN", "TEN_DICHVU": "Nhanh", "GIA_CUOC": 33_000},
        ]
        return good({"SENDER_ADDRESS": {}, "RECEIVER_ADDRESS": {}, "RESULT": rows})

    @app.post("/vtp/v2/order/createOrderNlp")
    def vtp_order():
        if refused := locked():
            return refused
        said = request.get_json()
        long = [k for k, v in said.items() if isinstance(v, str) and len(v.encode()) > 150]
        pays = (said.get("ORDER_PAYMENT") == 3) == (said.get("MONEY_COLLECTION", 0) > 0)
        if long or not pays or said.get("ORDER_SERVICE") not in ("VHT", "VCN") or stand_ins.trouble == "full":
            return no("Kho đã đầy" if stand_ins.trouble == "full" else f"wrong {long}")
        code = f"1150{len(stand_ins.orders) + 1:07}"
        return _keep(stand_ins, "vtp", code, said, said["ORDER_NUMBER"]) or good(
            {"ORDER_NUMBER": code, "MONEY_TOTAL": 33_000}
        )

    @app.post("/vtp/v2/order/UpdateOrder")
    def vtp_update():
        said = request.get_json()
        one = stand_ins.orders.get(said.get("ORDER_NUMBER"))
        if refused := locked() or (
            no("Đơn đã lấy") if said.get("TYPE") != 4 or one is None or one.get("picked") else None
        ):
            return refused
        one["cancelled"] = True
        return good({})

    @app.post("/vtp/v2/order/createOrderPDF")
    def vtp_label():
        return locked() or good({"URL": f"{stand_ins.base}/vtp/in/{request.get_json()['ORDER_ARRAY'][0]}"})
