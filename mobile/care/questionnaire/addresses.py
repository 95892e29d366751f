"""The addresses of the extensions that the engine reads and writes. Every other extension is passed over."""

from __future__ import annotations

from mobile.care.codes import extension

_CORE = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

TRANSLATION = _CORE + "translation"
MARKDOWN = _CORE + "rendering-markdown"
XHTML = _CORE + "rendering-xhtml"
VARIABLE = _CORE + "variable"
CQF_EXPRESSION = (_CORE + "cqf-expression", _CORE + "cqf-calculatedValue")

ITEM_CONTROL = _CORE + "questionnaire-itemControl"
DISPLAY_CATEGORY = _CORE + "questionnaire-displayCategory"
HIDDEN = _CORE + "questionnaire-hidden"
CHOICE_ORIENTATION = _CORE + "questionnaire-choiceOrientation"
OPTION_PREFIX = _CORE + "questionnaire-optionPrefix"
OPTION_EXCLUSIVE = _CORE + "questionnaire-optionExclusive"
UNIT = _CORE + "questionnaire-unit"
UNIT_OPTION = _CORE + "questionnaire-unitOption"
SLIDER_STEP = _CORE + "questionnaire-sliderStepValue"
MIN_OCCURS = _CORE + "questionnaire-minOccurs"
MAX_OCCURS = _CORE + "questionnaire-maxOccurs"
CONSTRAINT = _CORE + "questionnaire-constraint"
TARGET_CONSTRAINT = _CORE + "targetConstraint"
SIGNATURE_REQUIRED = _CORE + "questionnaire-signatureRequired"
RESPONSE_SIGNATURE = _CORE + "questionnaireresponse-signature"
SUPPORT_LINK = _CORE + "questionnaire-supportLink"
ENTRY_FORMAT = _CORE + "entryFormat"
REGEX = _CORE + "regex"
MIN_LENGTH = _CORE + "minLength"
MIN_VALUE = _CORE + "minValue"
MAX_VALUE = _CORE + "maxValue"
MAX_DECIMAL_PLACES = _CORE + "maxDecimalPlaces"
MAX_SIZE = _CORE + "maxSize"
MIME_TYPE = _CORE + "mimeType"

MIN_QUANTITY = _SDC + "minQuantity"
MAX_QUANTITY = _SDC + "maxQuantity"
OPEN_LABEL = _SDC + "openLabel"
ENABLE_WHEN = _SDC + "enableWhenExpression"
CALCULATED = _SDC + "calculatedExpression"
INITIAL = (_SDC + "initialExpression", _CORE + "questionnaire-initialExpression")
ANSWER = _SDC + "answerExpression"
TOGGLE = _SDC + "answerOptionsToggleExpression"
SUB_QUESTIONNAIRE = _SDC + "subQuestionnaire"
CANDIDATE = _SDC + "candidateExpression"
POPULATION_CONTEXT = _SDC + "itemPopulationContext"
LAUNCH_CONTEXT = _SDC + "launchContext"

WEIGHTS = (
    _CORE + "itemWeight",
    _CORE + "ordinalValue",
    _CORE + "questionnaire-ordinalValue",
    _CORE + "valueset-ordinalValue",
    _CORE + "codesystem-ordinalValue",
    _CORE + "iso21090-CO-value",
)

WHY_ASKED = extension("why-asked")
GENTLE_WARNING = extension("gentle-warning")
MAY_WITHHOLD = extension("may-withhold")
HELP_NOW = extension("help-now")

WITHHELD = extension("answer-withheld")
TYPED_TEXT = extension("typed-text")
OWN_ANSWER = extension("own-answer")
KEPT_ASIDE = extension("kept-aside")
ROW = extension("row")
"""On an item or answer of a draft: its name among its repetitions, where that is not its position."""
DRAFT = extension("draft-of")
