"""Makes the model, the evaluation sentences and the clean lines from pinned public packages."""
