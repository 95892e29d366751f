"""`lantern verify`: yes only for the very copy; names in ten scripts are whole in it."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.guardian import Guardian
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.paper_signing import sign_paper
from mobile.care.consent.progress import Progress
from mobile.care.consent.signature import Signature
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import text_to_sign, text_to_sign_a_file
from mobile.care.consent.signing import sign_agreement
from mobile.care.consent.unreadable import Unreadable
from mobile.care.resource import compose
from mobile.care.translated import Wording
from mobile.cli import main
from mobile.printing.signature import drawn
from mobile.screens.agreements.copy import bare_record, copy_of
from mobile.verifying import verified
from tests.pdfs import a_pdf
from tests.unit.care.consent.samples import a_part, agreement, mark
from tests.unit.care.consent.test_signing import ID, SIGNER, WORDS

NAMES = (
    "Zoë Müller", "Анна Ковалёва", "Ελένη Παππά", "عائشة محمد", "נועה כהן",
    "李小龙", "さくら 山田", "김민준", "प्रिया शर्मा", "สมชาย ใจดี",
)  # fmt: skip
TEXTS = ("You can stop.", "You may stop.")
PICTURE = drawn([[(10.0, 10.0), (200.0, 90.0), (260.0, 20.0)]], 300.0, 160.0)


def signed(name: str, *texts: str) -> SignedAgreement:
    document = agreement(a_part("a", *texts))
    text = text_to_sign(document, Progress(), "en", WORDS)
    return sign_agreement(
        ID, document, Progress(), text, Signatures(Signature("drawn", name, PICTURE)), SIGNER
    )


def test_names_and_texts_in_ten_scripts_are_whole_in_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    for_all = signed(" · ".join(NAMES), *NAMES)
    pdf = copy_of(for_all)
    printed = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    for name in NAMES:
        letters = "".join(name.split())
        # Words that run from right to left are read out of a PDF in the order that they are seen in.
        assert max(printed.count(letters), printed.count(letters[::-1])) >= 2, name
    (record,) = PdfReader(io.BytesIO(pdf)).attachments["record.json"]
    monkeypatch.setattr("fontTools.fontBuilder.timestampNow", lambda: 3_999_999_999)
    assert verified(pdf).is_copy  # whenever it is looked at
    assert json.loads(record) == bare_record(for_all)


def test_names_of_both_who_signed_a_pdf_are_whole_in_its_copy_and_the_file_lies_inside() -> None:
    file = a_pdf("House rules.", "More of them.")
    attachment = {"contentType": "application/pdf", "data": b64encode(file).decode()}
    paper = PaperAgreement.from_resource(
        {
            "resourceType": "DocumentReference",
            "id": "p1",
            "status": "current",
            "content": [{"attachment": attachment}],
        }
    )
    text = text_to_sign_a_file("House rules", "", "en", replace(WORDS, stands="I sign for them."))
    for patient, guardian in pairwise((*NAMES, NAMES[0])):
        stands = Guardian(guardian, Wording(patient), "GUARD", {"text": guardian})
        both = Signatures(Signature("drawn", patient, PICTURE), stands, Signature("typed", guardian, PICTURE))
        pdf = copy_of(sign_paper(ID, paper, file, text, both, SIGNER))
        printed = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
        for name in (patient, guardian):
            letters = "".join(name.split())
            assert max(printed.count(letters), printed.count(letters[::-1])) >= 1, name
        assert PdfReader(io.BytesIO(pdf)).attachments["agreement.pdf"] == [file]
        assert verified(pdf).is_copy


def test_the_command_says_yes_to_the_copy_and_no_to_whatever_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = signed("Rowan Sample", "You can stop.")
    pdf, file, record = copy_of(one), tmp_path / "copy.pdf", tmp_path / "consent.json"
    file.write_bytes(pdf)
    there = {**json.loads(one.text), "id": "17", "meta": {"versionId": "1"}}
    record.write_text(json.dumps(there))
    assert main(["verify", str(file)]) == 0
    assert main(["verify", str(file), "--record", str(record)]) == 0
    assert "Yes: this is exactly the copy of what the clinic's record says" in capsys.readouterr().out
    record.write_text(signed("Rowan Sample", "You may stop.").text)
    assert main(["verify", str(file), "--record", str(record)]) == 1
    record.write_text("[]")
    assert main(["verify", str(file), "--record", str(record)]) == 1
    # The pages of the one with the record of another, as long as it is.
    mine, another = (compose(bare_record(signed("Rowan Sample", text))).encode() for text in TEXTS)
    assert mine in pdf
    assert len(mine) == len(another)
    swapped = pdf.replace(mine, another)
    for other in (swapped, pdf + b"\n", pdf[:-1], b"", b"%PDF-1.4 /Type /EmbeddedFile /Length 2 stream\n{}"):
        file.write_bytes(other)
        assert main(["verify", str(file)]) == 1
    assert main(["verify", str(tmp_path / "none.pdf")]) == 2
    assert "Rowan" not in capsys.readouterr().out


def test_a_copy_whose_record_lets_somebody_else_see_or_names_another_zone_is_not_the_clinics() -> None:
    """The words are the same; what the clinic's system goes by is not."""
    sees = mark(
        "lets-see",
        extension=[
            {"url": "role", "valueCode": "integration-therapist"},
            {"url": "what", "valueCode": "shared"},
        ],
    )
    document = agreement(a_part("a", "You can stop."), extension=[sees])
    text = text_to_sign(document, Progress(), "en", WORDS)
    one = sign_agreement(
        ID, document, Progress(), text, Signatures(Signature("drawn", "Rowan Sample", PICTURE)), SIGNER
    )
    clinics = json.loads(one.text)
    assert verified(copy_of(one), json.dumps(clinics).encode()).is_copy
    (rule,) = clinics["provision"]["provision"]
    for changed in (
        {"type": "deny"},
        {"class": [{**rule["class"][0], "code": "measures"}]},
        {
            "actor": [
                {
                    **rule["actor"][0],
                    "role": {"coding": [{**rule["actor"][0]["role"]["coding"][0], "code": "prescriber"}]},
                }
            ]
        },
    ):
        provision = {**clinics["provision"], "provision": [{**rule, **changed}]}
        there = json.dumps({**clinics, "provision": provision}).encode()
        assert verified(copy_of(one), there).found == "another_record", changed
    for now, other in (("America/Chicago", "America/New_York"), (str(one.document_sha256), "0" * 64)):
        there = json.dumps(clinics).replace(now, other).encode()
        assert verified(copy_of(one), there).found == "another_record", other


@pytest.mark.parametrize("png", [b"no picture", PICTURE[:60], b""])
def test_of_a_record_whose_signature_is_no_picture_there_is_no_copy(png: bytes) -> None:
    """Else a paper without any signature would be called the copy of what was signed."""
    one = json.loads(signed("Rowan Sample", "You can stop.").text)
    one["contained"][0]["signature"][0]["data"] = b64encode(png).decode()
    with pytest.raises(Unreadable):
        copy_of(SignedAgreement.from_json(json.dumps(one)))


def test_of_a_record_where_who_signed_for_the_patient_left_no_picture_there_is_no_copy() -> None:
    document = agreement(a_part("a", "You can stop."))
    stands = Guardian("Wren Sample", Wording("mother"), "GUARD", {"text": "Wren Sample"})
    both = Signatures(
        Signature("drawn", "Rowan Sample", PICTURE), stands, Signature("typed", "Wren Sample", b"-")
    )
    text = text_to_sign(document, Progress(), "en", WORDS)
    with pytest.raises(Unreadable):
        copy_of(sign_agreement(ID, document, Progress(), text, both, SIGNER))
