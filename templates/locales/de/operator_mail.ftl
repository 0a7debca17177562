operator-mail-lead = Was auf den Versand wartet, was der Mailserver nicht annahm und was aufgegeben wurde.
operator-mail-failed = Aufgegeben
operator-mail-trying = Wird wieder versucht
operator-mail-waiting = Wartet
operator-mail-none = Nichts
operator-mail-more = Es gibt noch mehr.
operator-mail-to = An { $email }
operator-mail-try-again = Erneut versuchen
operator-mail-tried = Es wird sofort noch einmal versucht.
operator-mail-not-tried = Es gab nichts zu versuchen: Es wurde inzwischen gesendet oder wird gerade gesendet.
operator-mail-new-device = Anmeldung mit neuem Browser
operator-mail-wrong-pins = Falsche PINs
operator-mail-enrolled = Zwei-Faktor-Authentifizierung eingerichtet
operator-mail-second-factor-off = Zwei-Faktor-Authentifizierung ausgeschaltet
operator-mail-password-changed = Passwort geändert
operator-mail-invitation = Einladung
operator-mail-password-reset = Link für ein neues Passwort
operator-mail-otp-reset = Code nach dem Zurücksetzen
operator-mail-support-request = Nachricht an den Support
operator-mail-confirm-email = Bestätigung einer neuen Adresse
operator-mail-email-changed = Adresse geändert
operator-mail-recover = Vergessenes Passwort, wird nachgesehen
operator-mail-other = { $word }
operator-mail-attempts = { $count ->
    [one] Einmal versucht.
   *[other] { $count }-mal versucht.
}
