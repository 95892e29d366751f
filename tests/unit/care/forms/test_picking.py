"""Which text of a form belongs to a response: the one that was answered, and otherwise a plain reason."""

from __future__ import annotations

from datetime import timedelta

from mobile.care.forms import KeptForm, Response, current, find, keep, pick_form
from tests.unit.care.published import form
from tests.unit.care.samples import NOW, PATIENT

OLD = form("phq-2")
NEW = form("phq-2", version="1.1.0", id="phq-2-new", title="Asked otherwise")
SILENT = form("phq-2", title="The same version, other words")
ANSWERED = Response.begin("r1", OLD, PATIENT, NOW)


def test_the_version_answered_is_picked_and_the_newer_one_named():
    picked = pick_form(ANSWERED, [NEW, OLD])
    assert picked.form is not None
    assert (picked.form.canonical, picked.reason) == (OLD.canonical, None)
    assert picked.newer is NEW
    assert pick_form(ANSWERED, [OLD]).newer is None


def test_a_version_once_answered_is_found_though_the_clinic_has_replaced_it():
    kept = keep(OLD, [], NOW)
    picked = pick_form(ANSWERED, [NEW], [kept])
    assert picked.form is not None
    assert (picked.form.text, picked.reason) == (OLD.text, None)
    assert picked.newer is NEW


def test_another_version_alone_is_changed_since_and_none_at_all_is_not_here():
    assert pick_form(ANSWERED, [NEW]).reason == "changed_since"
    assert pick_form(ANSWERED, [NEW]).form is None
    assert pick_form(ANSWERED, [form("phq-9")]).reason == "not_here"


def test_words_changed_under_the_same_version_are_noticed():
    picked = pick_form(ANSWERED, [SILENT])
    assert (picked.form, picked.reason) == (None, "changed_since")
    kept = keep(OLD, [], NOW)
    assert pick_form(ANSWERED, [SILENT], [kept]).newer is SILENT


def test_a_form_is_kept_once_and_a_silent_change_beside_it_under_another_id():
    kept = keep(OLD, [], NOW)
    assert kept.id == OLD.canonical
    assert keep(OLD, [kept], NOW + timedelta(days=1)) is kept
    beside = keep(SILENT, [kept], NOW)
    assert beside.id != kept.id
    assert beside.canonical == kept.canonical
    again = KeptForm.from_json(beside.to_json())
    assert again == beside
    assert again.definition().digest == SILENT.digest


def test_a_kept_form_never_leaves_the_device():
    assert KeptForm.KIND.compartment == "private"


def test_of_several_versions_the_active_and_highest_is_asked():
    ten = form("phq-2", version="1.10.0", id="x")
    nine = form("phq-2", version="1.9.0", id="y")
    retired = form("phq-2", version="2.0.0", id="z", status="retired")
    assert current([nine, ten, retired]) is ten
    assert find(OLD.canonical, [ten, OLD, nine]) is OLD
    assert find(OLD.url or "", [ten, OLD, nine]) is ten


def test_a_form_without_a_version_is_known_by_its_text_only():
    bare = form("phq-2", version=None)
    response = Response.begin("r2", bare, PATIENT, NOW)
    assert pick_form(response, [bare]).form is bare
    assert pick_form(response, [form("phq-2", version=None, title="x")]).reason == "changed_since"
    foreign = Response.from_resource(
        {"resourceType": "QuestionnaireResponse", "id": "1", "status": "completed", "questionnaire": bare.url}
    )
    assert pick_form(foreign, [bare]).reason == "changed_since"
