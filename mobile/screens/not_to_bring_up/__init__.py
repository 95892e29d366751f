"""What somebody asks not to be brought up when they meet whom they share it with: private, and shared by choice."""
