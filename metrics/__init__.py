"""What social values mean: definitions and arithmetic, pure and in batches."""
