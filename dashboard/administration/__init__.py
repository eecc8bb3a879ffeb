"""The parts of *Administration*."""
