reset-password-title = Wählen Sie ein neues Passwort
reset-password-new = Neues Passwort
reset-password-submit = Passwort festlegen
reset-password-then = Damit werden Sie überall abgemeldet. Ihre Zwei-Faktor-Authentifizierung bleibt, wie sie ist.
