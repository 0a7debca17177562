forgot-password-title = Neues Passwort festlegen
forgot-password-text = Geben Sie die Adresse Ihres Kontos ein. Wir senden dorthin einen Link, mit dem Sie ein neues Passwort wählen.
forgot-password-submit = Link senden
forgot-password-second-factor = Ihre Zwei-Faktor-Authentifizierung bleibt, wie sie ist.
