password-changed-title = Ihr Passwort ist geändert
password-changed-signed-out = Sie sind überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.
password-changed-way-on = Anmelden

password-changed-subject = Das Passwort Ihres { $brand }-Kontos wurde geändert
password-changed-text = Für Ihr { $brand }-Konto wurde ein neues Passwort festgelegt. Alle Sitzungen sind beendet: Auf jedem Gerät wird nach dem neuen gefragt. Festgelegt wurde es von hier:
password-changed-you = Waren Sie das? Dann ist nichts weiter zu tun.
password-changed-not-you = Das waren Sie nicht? Dann legen Sie sofort mit „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort fest, und wenden Sie sich an die Administration Ihres Unternehmens oder an unseren Support: Vielleicht hat jemand Zugriff auf Ihr Postfach.
