"""The names of FHIR R4 that tell a value's type: value[x] and its kin, and elements that are dates wherever they stand."""

from __future__ import annotations

CHOICE_TYPES = {  # the suffix of a choice element, and the type it tells
    "Base64Binary": "base64Binary", "Boolean": "boolean", "Canonical": "canonical", "Code": "code", "Date": "date",
    "DateTime": "dateTime", "Decimal": "decimal", "Id": "id", "Instant": "instant", "Integer": "integer",
    "Markdown": "markdown", "Oid": "oid", "PositiveInt": "positiveInt", "String": "string", "Time": "time",
    "UnsignedInt": "unsignedInt", "Uri": "uri", "Url": "url", "Uuid": "uuid", "Address": "Address", "Age": "Age",
    "Annotation": "Annotation", "Attachment": "Attachment", "CodeableConcept": "CodeableConcept", "Coding":
    "Coding", "ContactDetail": "ContactDetail", "ContactPoint": "ContactPoint", "Contributor": "Contributor",
    "Count": "Count", "DataRequirement": "DataRequirement", "Distance": "Distance", "Dosage": "Dosage", "Duration":
    "Duration", "Expression": "Expression", "HumanName": "HumanName", "Identifier": "Identifier", "Meta": "Meta",
    "Money": "Money", "ParameterDefinition": "ParameterDefinition", "Period": "Period", "Quantity": "Quantity",
    "Range": "Range", "Ratio": "Ratio", "Reference": "Reference", "RelatedArtifact": "RelatedArtifact",
    "SampledData": "SampledData", "Signature": "Signature", "Timing": "Timing", "TriggerDefinition":
    "TriggerDefinition", "UsageContext": "UsageContext",
}  # fmt: skip
CHOICES = frozenset({  # the elements that may be of several types
    "abatement", "additive", "age", "allowed", "amount", "answer", "asNeeded", "author", "born", "bounds",
    "characteristic", "collected", "content", "created", "date", "deceased", "defaultValue", "detail", "diagnosis",
    "dose", "doseNumber", "due", "effective", "entity", "event", "fixed", "identified", "indication", "initial",
    "legallyBinding", "location", "maxValue", "medication", "minValue", "multipleBirth", "name", "occurred",
    "occurrence", "offset", "onset", "pattern", "performed", "product", "quantity", "rate", "reported", "scheduled",
    "seriesDoses", "serviced", "source", "start", "statusReason", "subject", "substance", "target", "time",
    "timing", "topic", "used", "value", "when",
})  # fmt: skip
ELEMENT_TYPES = {
    "approvalDate": "date", "authored": "dateTime", "authoredOn": "dateTime", "birthDate": "date", "created":
    "dateTime", "date": "dateTime", "dateAsserted": "dateTime", "dateWritten": "dateTime", "dueDate": "date", "end":
    "dateTime", "issued": "instant", "lastModified": "dateTime", "lastUpdated": "instant", "received": "dateTime",
    "recordedDate": "dateTime", "sent": "dateTime", "start": "dateTime", "startDate": "date", "started": "dateTime",
    "statusDate": "date", "coding": "Coding", "extension": "Extension", "modifierExtension": "Extension", "period":
    "Period", "item": "BackboneElement", "answer": "BackboneElement",
}  # fmt: skip
DATES = frozenset({"date", "dateTime", "instant", "time"})
