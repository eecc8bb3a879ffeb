"""Superset as its own guide has it for a public dashboard, with a cache on disk."""

import os

HOME = os.environ["SUPERSET_HOME"]
SECRET_KEY = "only-for-a-benchmark-on-this-machine"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME}/superset.db?check_same_thread=false"
PUBLIC_ROLE_LIKE = "Gamma"
PREVENT_UNSAFE_DB_CONNECTIONS = False
TALISMAN_ENABLED = False
WTF_CSRF_ENABLED = False
_CACHE = {"CACHE_TYPE": "FileSystemCache", "CACHE_DEFAULT_TIMEOUT": 86_400}
CACHE_CONFIG = {**_CACHE, "CACHE_DIR": f"{HOME}/cache"}
DATA_CACHE_CONFIG = {**_CACHE, "CACHE_DIR": f"{HOME}/data-cache"}
FILTER_STATE_CACHE_CONFIG = {**_CACHE, "CACHE_DIR": f"{HOME}/filter-cache"}
EXPLORE_FORM_DATA_CACHE_CONFIG = {**_CACHE, "CACHE_DIR": f"{HOME}/form-cache"}
