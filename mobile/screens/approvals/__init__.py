"""The coordinator's place for insurance approvals: all patients' by what runs out first, and how one is recorded."""
