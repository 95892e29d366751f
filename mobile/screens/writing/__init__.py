"""Places in which somebody writes: words kept as they are typed, through lock, full disk and other pages, and shared by choice."""
