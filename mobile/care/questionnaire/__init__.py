"""Any clinic's Questionnaire, filled in by a person: pure rules, without Flet, I/O or a clock.

form = Form.of(text, language="es")                    # FormRefused, and nothing else
filling = Filling.begin(form, Launch(patient=record, now=now))
changed = filling.answer("phq9-items/phq9-1", coding)  # the ids of what to draw again
filling.draft(), filling.submission()
"""

from mobile.care.questionnaire.filling import Changed, Filling
from mobile.care.questionnaire.form import Form
from mobile.care.questionnaire.item import Item, Option, Slider
from mobile.care.questionnaire.launch import Launch
from mobile.care.questionnaire.node import Node, Withheld
from mobile.care.questionnaire.problems import Problem
from mobile.care.questionnaire.refusal import Diagnostic, FormRefused, NoSuchNode, WrongAnswer
from mobile.care.questionnaire.resuming import KeptAside
from mobile.care.questionnaire.richtext import Rich, Run
from mobile.care.questionnaire.values import Answer, Attachment, Coding, Given, Quantity, Reference

__all__ = [
    "Answer",
    "Attachment",
    "Changed",
    "Coding",
    "Diagnostic",
    "Filling",
    "Form",
    "FormRefused",
    "Given",
    "Item",
    "KeptAside",
    "Launch",
    "NoSuchNode",
    "Node",
    "Option",
    "Problem",
    "Quantity",
    "Reference",
    "Rich",
    "Run",
    "Slider",
    "Withheld",
    "WrongAnswer",
]
