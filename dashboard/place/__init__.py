"""Ny plats: five questions, and the first answer that grows beside them."""
