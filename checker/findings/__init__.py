"""What a check says: one model, read by every report."""
