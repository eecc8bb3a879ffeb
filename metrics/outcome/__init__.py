"""What has become of a goal: from its measurements to a state after each of them."""
