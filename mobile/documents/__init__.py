"""What a FHIR document says, carries and points to: the ground that nouns, the store and sync share. No I/O."""
