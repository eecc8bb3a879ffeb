"""Who can use this, and what is not solved?"""

from dashboard.page import prose

prose.show("accessibility", width=900)
