"""Contacts of households: the mark by which one is known again, and how much of one is shown in lists."""

from unicodedata import normalize

from shared.contracts.tickets.bookings import ContactView


def mark_of_home(building: str, room: str) -> str:
    """The same for all who write the same dwelling, in capitals or small letters, in wide or narrow ones, with or without
    spaces.
    """
    return "|".join("".join(normalize("NFKC", part).upper().split()) for part in (building, room))


def masked(contact: ContactView) -> ContactView:
    """Surname, start and end of the number, and nothing of where they live or what they want."""
    return ContactView(
        name=contact.name[:1] + "*", phone=f"{contact.phone[:3]}****{contact.phone[-4:]}", building="*", room="*"
    )
