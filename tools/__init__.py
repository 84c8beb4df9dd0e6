"""What sets the project up, runs it and checks it; nothing here is imported by the application."""
