"""What the gate says and what facts changed, in every format: pure functions of their models."""
