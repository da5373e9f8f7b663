"""What the journeys' case is about, and who types it into the forms as the examples say."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

from tests.journeys.office import LOGINS, Office
from webapp.database import transaction
from webapp.demo.scenario.filling import Filler
from webapp.demo.scenario.story import Story
from webapp.evidence import storage

Values = Mapping[str, Any]

PARTY: Values = {
    "kind": "sole_trader",
    "name": "岚江市城东区惠民食品店",
    "credit_code": "92445902MA5A1B2C13",
    "operator": "沈砚秋",
    "id_kind": "居民身份证",
    "gender": "女",
    "birth": "1985-03-15",
    "address": "岚江市城东区榕荫路88号",
    "phone": "0799-5550218",
}
FACTS: Values = {"fine": "8000.00", "confiscation": "1200.00", "goods_value": "3000.00"}
WORDS: Values = {
    "verified": "货架上的三种预包装食品标签未标明生产日期。",
    "facts": "自2026年1月10日起，当事人销售的三种预包装食品标签未标明生产日期。",
    "nature": "经营标签不符合规定的预包装食品",
    "paper": "销售台账复印件",
    "crime": "生产、销售伪劣产品罪",
    "crime_standard": "销售金额五万元以上",
}
"""What is said otherwise than in the demonstration's case of the same matter."""


class Files:
    """What is handed in with forms: a signature, a photo, a paper."""

    def __init__(self) -> None:
        with transaction():
            self.pad = storage.store(_drawing("black"), "签名.png").digest
            self.photo = storage.store(_drawing("gray"), "照片.png").digest
            self.paper = storage.store(_page(), "台账.pdf").digest


def filler(facts: Values, begun: date, office: Office, files: Files) -> Filler:
    """Return who fills in the forms of a case, as it is known now."""
    told = {**WORDS, **facts, "serious": "yes" if facts.get("serious") else ""}
    party = {"person_id": "445902198503152028", **told.pop("party")}
    story = Story("label", party, unit="执法一科", changes=told).beginning(begun)
    ids = {login: office.id(post) for post, login in LOGINS.items()}
    handed = {"pad": files.pad, "strokes": files.pad, "photo": files.photo, "paper": files.paper}
    return Filler(story, ids, handed)


def kept(values: Values) -> dict[str, Any]:
    """Leave out what was cleared."""
    return {name: value for name, value in values.items() if value is not ...}


def _page() -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


def _drawing(color: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 20), color).save(out, "PNG")
    return out.getvalue()
