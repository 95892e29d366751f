"""The room card: written part by part, and shown large to the people in the room, also offline and in the dark."""
