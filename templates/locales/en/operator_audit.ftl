operator-audit-lead = What was done on the platform itself: apps, keys, staff. What was done in a company stands in its own log.
operator-audit-action = What was done
operator-audit-all = Everything
