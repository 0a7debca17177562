pin-title = Geben Sie Ihre sechsstellige PIN ein
pin-lead = Öffnen Sie die Authentifizierungs-App auf Ihrem Telefon und suchen Sie dort { $brand }.
pin-session-ended = Ihre Sitzung ist abgelaufen. Mit einer neuen PIN aus Ihrer Authentifizierungs-App geht es weiter.
pin-confirms = Hier geht es um die Sicherheit Ihres Kontos. Bestätigen Sie mit der PIN, die Ihre Authentifizierungs-App jetzt für { $brand } anzeigt.
pin-label = PIN
pin-hint = Die PIN wechselt alle 30 Sekunden und gilt nur einmal.
pin-format = Sechs Ziffern
pin-submit = Weiter

pin-malformed = Eine PIN hat sechs Ziffern.
pin-wrong = Diese PIN stimmt nicht. Geben Sie die ein, die die App jetzt anzeigt.
pin-already-used = Diese PIN wurde schon verwendet. Warten Sie, bis die App die nächste anzeigt.
pin-out-of-step = Diese PIN gilt im Augenblick nicht. Geben Sie die nächste ein, die die App anzeigt.
pin-clock-fast = { $minutes ->
    [one] Die Uhr Ihres Telefons geht etwa { $minutes } Minute vor
   *[other] Die Uhr Ihres Telefons geht etwa { $minutes } Minuten vor
}
pin-clock-slow = { $minutes ->
    [one] Die Uhr Ihres Telefons geht etwa { $minutes } Minute nach
   *[other] Die Uhr Ihres Telefons geht etwa { $minutes } Minuten nach
}
pin-clock-text = Schalten Sie in den Einstellungen des Telefons die automatische Uhrzeit ein, warten Sie auf eine neue PIN und geben Sie sie hier ein.
pin-locked-title = Zu viele falsche PINs
pin-locked-text = Zum Schutz des Kontos wird vorübergehend keine PIN angenommen. Versuchen Sie es { $wait } noch einmal.

pin-lost-phone = Neues Telefon, oder kein Zugriff auf die App?
pin-lost-phone-link = Zwei-Faktor-Authentifizierung zurücksetzen lassen
pin-recovery-code = Wiederherstellungscode verwenden
pin-lost-phone-who = Die Administration Ihres Unternehmens oder unser Support kann Ihre Zwei-Faktor-Authentifizierung zurücksetzen.
