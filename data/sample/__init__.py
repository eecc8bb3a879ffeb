"""The shipped data and invented stores, built through the common intake."""
