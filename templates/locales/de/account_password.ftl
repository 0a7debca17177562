account-password-title = Passwort
account-password-lead = Sie können es jederzeit ändern.
account-password-saved = Ihr Passwort ist geändert. Alle anderen Geräte sind abgemeldet.
account-password-new = Neues Passwort
account-password-submit = Passwort ändern
account-password-then = Damit werden alle anderen Geräte abgemeldet. Ihre Zwei-Faktor-Authentifizierung bleibt, wie sie ist.
