activate-title = Aktivieren Sie Ihr Konto
activate-other-account-title = Hier ist { $email } angemeldet
activate-other-account-text = Wenn Sie dieses Konto aktivieren, wird jenes in diesem Browser abgemeldet.

activate-details = Persönliche Angaben
activate-email-hint = Mit dieser Adresse melden Sie sich an.

activate-password = Passwort
activate-new-password = Neues Passwort
activate-submit = Erstellen
activate-then = Danach gelangen Sie zu { $app } und melden sich mit Ihrer E-Mail-Adresse und diesem Passwort an.
