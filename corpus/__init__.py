"""What the project is measured and trained on: cases, samples and the model's sources."""
