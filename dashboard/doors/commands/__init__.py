"""The commands of ``kvarvarde``, one module each: what it accepts, and what it does.

`dashboard.doors.cli` names the modules. Whatever is slow to load (pandas, the store, Streamlit)
is imported where a command does its work, so that help and wrong usage answer at once.
"""
