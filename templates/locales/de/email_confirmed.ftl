email-confirmed-ask-title = Bestätigen Sie Ihre neue Adresse
email-confirmed-ask-text = Ab dann melden Sie sich mit { $email } an, und unsere E-Mails gehen dorthin.
email-confirmed-submit = Adresse bestätigen
email-confirmed-title = Ihre Adresse ist geändert
email-confirmed-text = Ab jetzt melden Sie sich mit { $email } an. Ihr Passwort und Ihre Zwei-Faktor-Authentifizierung bleiben, wie sie sind.
