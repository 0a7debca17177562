account-title = Profil
account-lead = Ihre Angaben und die Adresse, mit der Sie sich anmelden
account-saved = Ihre Angaben sind gespeichert.
account-details = Persönliche Angaben
account-submit = Speichern

account-email = E-Mail-Adresse
account-email-lead = Mit ihr melden Sie sich an, und dorthin gehen unsere E-Mails.
account-email-now = Jetzige Adresse
account-email-verified = Bestätigt
account-email-unverified = Noch nicht bestätigt
account-email-new = Neue Adresse
account-email-new-hint = Wir senden dorthin einen Link. Die Adresse ändert sich, sobald Sie sie dort bestätigen.
account-email-same = Das ist schon Ihre Adresse. Geben Sie die neue ein.
account-email-submit = Link senden

account-waiting-title = { $email } ist noch nicht bestätigt
account-waiting-text = Wir haben einen Link an diese Adresse gesendet. Er gilt bis zum { $until }. Bis Sie sie bestätigen, bleibt alles, wie es ist. Sehen Sie auch im Spam-Ordner nach.
account-waiting-withdraw = Jetzige Adresse behalten
