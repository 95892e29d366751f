"""The answers of a form as they are read: on screen and on paper."""
