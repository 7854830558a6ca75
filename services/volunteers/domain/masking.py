"""How names and numbers are shown to who need not read them in full."""


def mask_name(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)


def mask_phone(phone: str) -> str:
    return "*" * max(len(phone) - 4, 0) + phone[-4:]
