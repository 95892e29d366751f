"""What is due and what is coming, as reminders would say it; and the place that a tapped one leads to."""
