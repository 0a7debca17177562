operator-audit-lead = Was auf der Plattform selbst getan wurde: Apps, Schlüssel, Team. Was in einem Unternehmen getan wurde, steht in dessen eigenem Protokoll.
operator-audit-action = Was getan wurde
operator-audit-all = Alles
