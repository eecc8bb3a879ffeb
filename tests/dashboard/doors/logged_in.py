"""What the browser of somebody who has logged in carries."""

import json

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard import arrivals
from dashboard.installation import now
from dashboard.settings import Login
from tests.invited_people import ISSUER

LOGIN = Login(metadata="", client_id="", client_secret="", cookie_secret="x" * 32)


def cookie(name: str, *, lasts: float = 3600) -> dict[str, str]:
    """Return the header of somebody who was invited by a name."""
    claims = {
        "iss": ISSUER,
        "sub": f"s-{name}",
        "email": f"{name}@exempel.se",
        "email_verified": True,
        "exp": now().timestamp() + lasts,
    }
    signed = create_signed_value(LOGIN.cookie_secret, arrivals.COOKIE, json.dumps(claims))
    return {"cookie": f"{arrivals.COOKIE}={signed.decode()}"}
