password-reset-subject = Ein neues Passwort für Ihr { $brand }-Konto
password-reset-title = Neues Passwort festlegen
password-reset-text = Jemand, wahrscheinlich Sie selbst, hat für Ihr { $brand }-Konto ein neues Passwort angefordert. Mit diesem Link wählen Sie es:
password-reset-link = Neues Passwort festlegen
password-reset-until = Der Link gilt einmal, bis zum { $until }.
password-reset-not-you = Sie haben es nicht angefordert? Dann ignorieren Sie diese E-Mail: Es ändert sich nichts, und Ihr Passwort gilt weiter. Angefordert wurde es von hier:
