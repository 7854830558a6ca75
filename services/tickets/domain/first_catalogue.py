"""The catalogue that a new suite begins with; a district changes it as it likes."""

from typing import Any

from shared.contracts.tickets.catalogue import CategoryFields, ColourInputs, TicketClass, Track

WORKS: dict[str, Any] = {"group": "市政设施", "group_en": "Public works"}
SUPPLY: dict[str, Any] = {"group": "水电气暖", "group_en": "Water, power, gas, heating"}
CLEAN: dict[str, Any] = {"group": "环境卫生", "group_en": "Clean surroundings"}
SAFE: dict[str, Any] = {"group": "公共安全", "group_en": "Public safety"}
LIVING: dict[str, Any] = {"group": "小区与物业", "group_en": "Estates and housing"}
NEIGHBOURS: dict[str, Any] = {"group": "邻里关系", "group_en": "Neighbours"}
CARE: dict[str, Any] = {"group": "民生服务", "group_en": "Care and advice"}
REST: dict[str, Any] = {"group": "其他", "group_en": "Other"}


def _category(name: str, name_en: str, unit: str, kind: TicketClass = TicketClass.ORDINARY, **fields: Any) -> Any:
    return CategoryFields(name=name, name_en=name_en, unit=unit, ticket_class=kind, **fields)


def _form(*required: str, **properties: Any) -> dict[str, Any]:
    form: dict[str, Any] = {"type": "object", "properties": properties}
    return form | ({"required": list(required)} if required else {})


def _choice(title: str, title_en: str, **choices: tuple[str, str]) -> dict[str, Any]:
    options = [{"const": code, "title": zh, "title_en": en} for code, (zh, en) in choices.items()]
    return {"type": "string", "title": title, "title_en": title_en, "oneOf": options}


def _number(title: str, title_en: str, most: int) -> dict[str, Any]:
    return {"type": "integer", "title": title, "title_en": title_en, "minimum": 1, "maximum": most}


FIRST_CATALOGUE: dict[str, CategoryFields] = {
    "road": _category("道路破损", "Broken road", "城市管理局", keywords=["路面", "坑洼", "人行道", "井盖"], **WORKS),
    "lighting": _category(
        "路灯不亮", "Street light out", "城市管理局", keywords=["路灯", "照明"], photo_needed=True,
        extra=_form(lamp={"type": "string", "title": "灯杆编号", "title_en": "Number on the post", "maxLength": 40}), **WORKS,
    ),
    "greening": _category(
        "绿化养护", "Trees and green", "园林绿化中心", keywords=["树木", "草坪", "绿地"], photo_needed=True, **WORKS
    ),
    "water": _category("供水", "Water supply", "供水公司", TicketClass.UTILITY, keywords=["停水", "漏水", "水压"], **SUPPLY),
    "power": _category("供电", "Power supply", "供电公司", TicketClass.UTILITY, keywords=["停电", "电压"], **SUPPLY),
    "heating": _category("供暖", "Heating", "热力公司", TicketClass.UTILITY, keywords=["暖气", "不热"], **SUPPLY),
    "gas": _category("燃气", "Gas", "燃气公司", TicketClass.EMERGENCY, keywords=["燃气", "漏气", "煤气味"], hazard=True, **SUPPLY),
    "sewage": _category(
        "排水与污水", "Drains and sewage", "排水管理处", TicketClass.UTILITY, keywords=["下水道", "污水", "积水", "堵塞"],
        extra=_form(indoors={"type": "boolean", "title": "是否在室内", "title_en": "Inside of a home"}), **SUPPLY,
    ),
    "rubbish": _category("垃圾清运", "Rubbish", "环境卫生中心", keywords=["垃圾", "清运", "分类"], **CLEAN),
    "noise": _category("噪声扰民", "Noise", "生态环境局", keywords=["噪音", "施工", "广场舞"], **CLEAN),
    "pests": _category("病媒生物", "Pests", "疾病预防控制中心", keywords=["蚊虫", "老鼠", "蟑螂"], **CLEAN),
    "safety": _category(
        "安全隐患", "Danger to life or property", "应急管理局", TicketClass.EMERGENCY,
        keywords=["危险", "坠落", "塌陷", "火情"], hazard=True, **SAFE,
    ),
    "fire_lane": _category("消防通道", "Blocked fire lane", "消防救援大队", keywords=["消防通道", "堵塞", "楼道"], hazard=True, **SAFE),
    "parking": _category("停车秩序", "Parking", "公安交管大队", keywords=["停车", "车位", "占道"], **LIVING),
    "charging": _category(
        "充电设施", "Charging points", "街道办事处", TicketClass.HARD, track=Track.COMPLEX,
        keywords=["充电桩", "飞线", "电动车"], extra=_form(vehicles=_number("涉及车辆数", "Vehicles concerned", 10_000)),
        colours=ColourInputs(supporters_yellow=3, supporters_red=30), **LIVING,
    ),
    "property": _category("物业服务", "Property management", "住房和城乡建设局", keywords=["物业", "收费", "电梯"], **LIVING),
    "lift": _category(
        "加装电梯", "Adding a lift", "住房和城乡建设局", TicketClass.HARD, track=Track.HARD, keywords=["加装电梯", "老旧小区"],
        confirm_days=15,
        extra=_form("floors", floors=_number("楼层数", "Floors", 60), households=_number("住户数", "Households", 1000)),
        **LIVING,
    ),
    "illegal_building": _category(
        "违法建设", "Illegal building", "综合行政执法局", TicketClass.HARD, track=Track.HARD, keywords=["违建", "私搭乱建"],
        **LIVING,
    ),
    "dispute": _category(
        "矛盾纠纷", "Dispute", "司法所", track=Track.COMPLEX, on_board=False, nearby_residents_m=0,
        keywords=["纠纷", "调解", "邻里"],
        extra=_form(
            between=_choice(
                "纠纷类型", "Between whom", neighbours=("邻里", "Neighbours"), family=("婚姻家庭", "Family"),
                property=("物业", "Residents and property management"), work=("劳资", "Work"),
            )
        ),
        **NEIGHBOURS,
    ),
    "pets": _category("宠物管理", "Pets", "综合行政执法局", keywords=["犬只", "遛狗", "流浪动物"], **NEIGHBOURS),
    "elder": _category(
        "为老服务", "Help for elders", "民政局", on_board=False, nearby_residents_m=0,
        keywords=["老人", "助餐", "上门"],
        extra=_form(
            needs={
                "type": "array", "title": "所需帮助", "title_en": "What is needed", "maxItems": 5, "uniqueItems": True,
                "items": _choice(
                    "帮助", "Help", meals=("助餐", "Meals"), errands=("代办", "Errands"), care=("照护", "Care"),
                    company=("陪伴", "Company"), repairs=("维修", "Repairs"),
                ),
            }
        ),
        **CARE,
    ),
    "policy": _category(
        "政策咨询", "Question on a policy", "政务服务中心", on_board=False, nearby_residents_m=0,
        keywords=["政策", "办事", "咨询"],
        extra=_form(
            subject=_choice(
                "咨询领域", "Subject", insurance=("医保社保", "Insurance"), housing=("住房", "Housing"),
                work=("就业", "Work"), school=("教育", "School"), papers=("户籍证件", "Papers"), other=("其他", "Other"),
            )
        ),
        **CARE,
    ),
    "other": _category("其他事项", "Something else", "街道值班台", keywords=["其他"], **REST),
}  # fmt: skip
