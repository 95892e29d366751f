"""Who is who: the people around a patient, since when, and what the clinic says of each."""

from mobile.care.who.credentials import Credentials, credentials_of, portrait_of
from mobile.care.who.people import Around, TeamPerson, around_patient
from mobile.care.who.staff_role import StaffRole, roles_of

__all__ = [
    "Around",
    "Credentials",
    "StaffRole",
    "TeamPerson",
    "around_patient",
    "credentials_of",
    "portrait_of",
    "roles_of",
]
