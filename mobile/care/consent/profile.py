"""How an agreement is written in FHIR: the codes and extensions of our own that its Questionnaire, or its PDF, carries.

`docs/agreements.md` says the same for whoever writes one. Nothing here is shown to a person.
"""

from __future__ import annotations

from mobile.care.codes import extension

AGREEMENT = "agreement"
"""In `Questionnaire.useContext`, and the category of a DocumentReference or Consent that is about one."""
SIGNED_VERSION = extension("agreement-version")
"""On a Consent: which agreement was signed, in which version (valueCanonical, `url|version`)."""

# --- on the Questionnaire, and on the DocumentReference of a PDF ---
EXAMPLE = extension("example-content")
"""valueBoolean: sample text, which a clinic must replace by its own."""
FOR_PROTOCOL = extension("agreement-for")
"""valueCanonical, repeated: who follows one of these plans is asked for it, or, by `url#id`, who is in that phase of it or was; none:
everybody is."""
AGAIN = extension("sign-again-in-phase")
"""valueUri, repeated, `url#id` of a plan's phase: once it begins, what was signed before is signed again."""
NEEDED = extension("needed-for-treatment")
"""valueBoolean, also on one choice: whether treatment depends on it."""
SIGNING = extension("agreement-signing")
"""valueCode, one of the three below: where it is signed, as the clinic says. Without it nothing is said of signing."""
IN_APP, AT_CLINIC, WITH_GUARDIAN = "in-app", "at-clinic", "with-guardian"
ASSENT = extension("assent")
"""valueString: what the patient says where somebody signs with them, in the clinic's words. Without it, `with-guardian` is signed at the clinic."""
ASSENTING = "assent"
"""The role of the patient in a Provenance where somebody signs with them."""
TERM = extension("in-force-for")
"""valueDuration, optional: how long a signature holds. Without it, until it is withdrawn or the clinic ends it."""
FINGERPRINT = extension("agreement-sha256")
"""valueString, optional: SHA-256, in hex, of the text (`fingerprint.text_of`), so that a changed text is noticed."""

LETS_SEE = extension("lets-see")
"""Also on one choice: `role` (valueCode, as the team's role code) and `what` (valueCode, repeated: parts of the record)."""

# --- on the Consent of what was signed here ---
TEXT_SHAPE = extension("text-shape")
"""valueString: of each line of the text that was signed, what it is, one letter a line (`signed_text.Role`)."""
SIGNING_ZONE = extension("signing-zone")
"""valueCode: the IANA zone that the moment of signing was shown in."""
SIGNING_METHOD = extension("signing-method")
"""valueCode "typed" or "drawn"."""
GUARDIAN_METHOD = extension("guardian-signing-method")
"""The same of whoever signed for the patient beside them."""
DOCUMENT_SHA256 = extension("document-sha256")
"""valueString: SHA-256, in hex, of the whole document it is a reading of (`fingerprint.text_of`); of a PDF, of the file."""
SIGNED_TEXT = extension("signed-text")
"""valueAttachment: the text that was shown and signed, where the document itself is a file."""
WITHDRAWN = "agreement-withdrawn"
"""The category of a Communication by which somebody withdraws what they signed."""
STANDING = "agreement-standing"
"""The category of the clinic's own Consent that shows its people how a signed one stands."""
WITHDRAWN_AT = extension("withdrawn-at")
"""On such a Consent: when it was withdrawn (valueDateTime)."""
SIGNATURE_TYPES = "urn:iso-astm:E1762-95:2013"
CONSENT_SIGNATURE = "1.2.840.10065.1.12.1.7"

# --- on the items of a part ---
LAYER = extension("reading-layer")
"""valueCode "plain" or "full", on a display item: which of the two texts of the part it is a paragraph of."""
TEACH_BACK = extension("teach-back")
"""valueBoolean, on a choice item: asked to see whether the text was clear."""
RIGHT = extension("right-answer")
"""valueBoolean, on an answerOption of such a question."""
IDEA = extension("right-idea")
"""valueString: what is said when another answer was given."""
POINT = extension("talking-point")
"""valueString: the same in a few words, for a talk with the clinician."""
IF_NOT = extension("if-not-chosen")
"""valueString, on a choice: what it means to leave it."""

# --- on a QuestionnaireResponse and its items ---
REFUSED_AT = extension("assent-refused")
"""valueDateTime, on the response: when the patient said that they do not agree, where somebody else was to sign with them."""
REFUSAL_OVER_AT = extension("assent-refusal-over")
"""valueDateTime, on the response: when they took that back. The later of the two stands."""
READ_AT = extension("read-at")
"""valueDateTime, on the item of a part: when its reader said that they had read it."""
READ_AGAIN = extension("read-again")
"""valueBoolean, on an answer's item: another answer was given first, and the part was shown again."""
