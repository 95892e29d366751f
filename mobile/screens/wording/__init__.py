"""Every sentence that depends on where a person's words are kept, said once for each way of keeping them.

A topic is a file: what there is to say, then each way to say it. `mobile/wiring` chooses the way, once; a screen asks
`self.s.wording` and never which it is. One more way is one more class beside `OnDevice` and `OnPage`, and a row there.
"""

from mobile.screens.wording.in_demonstration import InDemonstration
from mobile.screens.wording.on_device import OnDevice
from mobile.screens.wording.on_page import OnPage
from mobile.screens.wording.wording import Wording

__all__ = ["InDemonstration", "OnDevice", "OnPage", "Wording"]
