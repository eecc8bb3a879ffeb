"""How is a loss decided?"""

from dashboard.page import prose

prose.show("method", width=1000, folded=True)
