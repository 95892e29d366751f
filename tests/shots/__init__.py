"""Pictures of every place, to be looked at before it is called done."""
