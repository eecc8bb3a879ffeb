"""What has become of a promise: from what was found at each stage to a state."""
