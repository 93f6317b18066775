"""What a draft needs: approvals, consents, notices, determinations; and how many votes would pass."""
