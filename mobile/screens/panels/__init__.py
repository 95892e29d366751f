"""What several places draw: help numbers, alerts, answers, measures, the plan. Not a place; knows none."""
