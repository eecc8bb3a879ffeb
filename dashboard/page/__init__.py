"""What knows Streamlit and no domain: the address, the cache, common pieces."""
