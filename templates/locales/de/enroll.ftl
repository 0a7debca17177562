enroll-title = Zwei-Faktor-Authentifizierung einrichten
enroll-lead = Das ist nur einmal nötig. Danach melden Sie sich mit Ihrem Passwort und einer PIN von Ihrem Telefon an.

enroll-announced-title = Nach dem { $date } vorgeschrieben
enroll-announced-text = { $who } { $days ->
    [0] Heute können Sie sich zum letzten Mal ohne sie anmelden.
    [one] Sie können das auch später erledigen: Es bleibt { $days } Tag.
   *[other] Sie können das auch später erledigen: Es bleiben { $days } Tage.
}
enroll-later = Beim nächsten Anmelden erinnern
enroll-required-title = Die Zwei-Faktor-Authentifizierung ist vorgeschrieben
enroll-required-since-title = Die Zwei-Faktor-Authentifizierung ist seit dem { $date } vorgeschrieben
enroll-required-text = { $who } Sie schützt Ihre Daten auch dann, wenn jemand Ihr Passwort erfährt. Das Einrichten dauert etwa zwei Minuten.
enroll-by-platform = { $platform } verlangt sie von allen.
enroll-by-company = { $company } verlangt sie von allen, die zum Unternehmen gehören.
enroll-by-app = { $app } verlangt sie von allen, die sich dort anmelden.
enroll-by-role = Support und Betrieb brauchen sie immer.
enroll-switched-on-title = Sie haben die Zwei-Faktor-Authentifizierung eingeschaltet
enroll-switched-on-text = Richten Sie sie jetzt ein, dann ist alles erledigt. Es dauert etwa zwei Minuten.
enroll-reset-title = Ihre Zwei-Faktor-Authentifizierung wurde zurückgesetzt
enroll-reset-text = PINs aus dem alten Eintrag in der App gelten nicht mehr. Löschen Sie ihn, und richten Sie hier den neuen ein.

enroll-code-title = Geben Sie den Code aus der E-Mail ein
enroll-code-text = Beim Zurücksetzen haben wir Ihnen einen Code gesendet. Er stellt sicher, dass nur Sie die Zwei-Faktor-Authentifizierung neu einrichten.
enroll-code-label = Code aus der E-Mail
enroll-code-hint = Er sieht so aus: 7Q4M-2XRA. Bei mehreren E-Mails gilt die letzte. Keine da? Sehen Sie im Spam-Ordner nach, oder bitten Sie darum, dass noch einmal zurückgesetzt wird.
enroll-code-wrong = Dieser Code stimmt nicht. Er steht in der E-Mail über das Zurücksetzen; bei mehreren gilt die letzte.

enroll-install-title = Installieren Sie eine Authentifizierungs-App auf Ihrem Telefon
enroll-install-text = Jede von diesen ist geeignet. Wenn Sie schon eine haben, überspringen Sie diesen Schritt.
enroll-scan-title = Scannen Sie den QR-Code mit der App
enroll-qr-label = QR-Code. Sind Sie schon am Telefon? Öffnen Sie den Link in Ihrer Authentifizierungs-App.
enroll-key-text = Sie können ihn nicht scannen? Tippen Sie diesen Schlüssel als zeitbasierten Schlüssel in die App ein:
enroll-copy-key = Schlüssel kopieren
enroll-same-phone = Sind Sie schon am Telefon? Authentifizierungs-App öffnen
enroll-pin-title = Geben Sie die erste PIN ein
enroll-pin-label = Sechsstellige PIN, die die App anzeigt
enroll-pin-hint = Sie bestätigt, dass Telefon und Konto zusammengehören.
enroll-submit = Bestätigen und anmelden
