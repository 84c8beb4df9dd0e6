"""What of insight's workspace one needs leave for, who acts in a maker's place (0095)."""

NEEDS = {"fair_reports": "booth", "insight_manage": "*", "renewal": "goods"}
