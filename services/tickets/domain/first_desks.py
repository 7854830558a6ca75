"""The outside desks that a new suite begins with; a district changes them as it likes."""

from shared.contracts.tickets.outside import OutsideDeskFields

FIRST_DESKS = {
    "legal_aid": OutsideDeskFields(name="法律援助中心", name_en="Legal aid centre"),
    "counselling": OutsideDeskFields(name="心理咨询服务站", name_en="Counselling"),
    "petitions": OutsideDeskFields(name="信访局", name_en="Petitions office"),
    "hotline_12345": OutsideDeskFields(name="12345政务服务便民热线", name_en="12345 city hotline"),
}
