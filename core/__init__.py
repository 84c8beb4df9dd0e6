"""What every package stands on and that knows nothing of the domain: settings, database, jobs, files, pages."""
