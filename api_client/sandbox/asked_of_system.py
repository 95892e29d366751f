"""What a patient asks of the clinic's own system alone: a ride's link, a plain page of a day, text messages. Each has its own rules."""

from __future__ import annotations

from api_client.sandbox.day_links import check_asks_for_day_page, check_ends_question
from api_client.sandbox.exact import Json
from api_client.sandbox.relations import is_day_page_request, is_ride_request, is_text_wish
from api_client.sandbox.rides import check_asks_for_ride, check_takes_back_ride
from api_client.sandbox.store import Store
from api_client.sandbox.texting.wishes import OPEN, check_asks_for_texts


def is_asked_of_system(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return is_ride_request(resource) or is_day_page_request(resource) or is_text_wish(resource)


def check_asked(store: Store, resource: Json, patient: str) -> None:
    """Raises Refusal unless a patient may ask this."""
    if is_ride_request(resource):
        check_asks_for_ride(store, resource, patient)
    elif is_day_page_request(resource):
        check_asks_for_day_page(store, resource, patient)
    else:
        check_asks_for_texts(store, resource, patient)


def check_ended(old: Json, new: Json) -> None:
    """Raises Refusal unless a patient says that it is over, and changes nothing else of it."""
    if is_ride_request(old):
        check_takes_back_ride(old, new)
    else:
        check_ends_question(old, new, OPEN)
