activate-title = Aktivieren Sie Ihr Konto
activate-other-account-title = Hier ist { $email } angemeldet
activate-other-account-text = Wenn Sie dieses Konto aktivieren, wird jenes in diesem Browser abgemeldet.

activate-details = Persönliche Angaben
activate-email-hint = Mit dieser Adresse melden Sie sich an.
activate-given-name = Vorname
activate-given-name-missing = Geben Sie Ihren Vornamen ein.
activate-family-name = Nachname
activate-family-name-missing = Geben Sie Ihren Nachnamen ein.
activate-name-too-long = Ein Name kann bis zu { $most } Zeichen haben. Kürzen Sie ihn etwas.
activate-name-unreadable = Schreiben Sie den Namen in Buchstaben. Er enthält Zeichen, die sich nicht anzeigen lassen, oder gar keinen Buchstaben.
activate-language = Sprache
activate-tel = Telefon
activate-tel-malformed = Schreiben Sie die Nummer in Ziffern, etwa +49 30 1234567, oder lassen Sie sie weg.

activate-password = Passwort
activate-new-password = Neues Passwort
activate-submit = Erstellen
activate-then = Danach gelangen Sie zu { $app } und melden sich mit Ihrer E-Mail-Adresse und diesem Passwort an.
