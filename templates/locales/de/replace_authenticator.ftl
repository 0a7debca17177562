replace-authenticator-title = Andere Authentifizierungs-App verbinden
replace-authenticator-lead = Für ein neues Telefon oder eine andere App
replace-authenticator-old-title = Die alte App gilt, bis die neue bestätigt ist
replace-authenticator-old-text = Erst mit der PIN am Ende tritt die neue an ihre Stelle. Bis dahin können Sie jederzeit aufhören.
replace-authenticator-submit = Bestätigen und ersetzen
