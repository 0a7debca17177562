lost-phone-title = Kein Zugriff auf die Authentifizierungs-App?
lost-phone-lead = Sobald Ihre Zwei-Faktor-Authentifizierung zurückgesetzt ist, können Sie sie auf einem anderen Telefon neu einrichten.
lost-phone-lapsed-title = Die Frist zum Einrichten ist abgelaufen
lost-phone-lapsed-text = Ihre Zwei-Faktor-Authentifizierung wurde zurückgesetzt und hätte innerhalb von 7 Tagen neu eingerichtet werden können. Bitten Sie noch einmal darum, wie es hier beschrieben ist.
lost-phone-codes = Sie haben Wiederherstellungs{"\u00AD"}codes
lost-phone-codes-text = Dann muss nichts zurückgesetzt werden: Einer davon ersetzt die PIN.
lost-phone-codes-later = Haben Sie welche erstellt? Dann muss nichts zurückgesetzt werden: Melden Sie sich mit Ihrem Passwort an, und verwenden Sie einen davon statt der PIN.
lost-phone-admins = { $count ->
    [one] Die Administration Ihres Unternehmens setzt sie zurück
   *[other] Jede dieser Personen kann sie zurücksetzen
}
lost-phone-how = Soll es schnell gehen? Geben Sie diese Zeile weiter: Mehr ist nicht zu tun.
lost-phone-path = Unternehmensmenü (oben rechts) → Unternehmensadministration → Mitglieder → Aktionen → Schlüsselsymbol
lost-phone-copy = Zeile kopieren
lost-phone-support = Unser Support setzt sie zurück
lost-phone-support-text = In Ihrem Unternehmen kann das niemand. Unser Support übernimmt es, nachdem er sich vergewissert hat, dass Sie es sind.
lost-phone-form = An den Support schreiben
lost-phone-with-admin = Ihr Unternehmen hat eine Administration
lost-phone-with-admin-text = Bitten Sie dort darum, sie zurückzusetzen.
lost-phone-without-admin = Es gibt keine Administration, oder niemand antwortet
lost-phone-without-admin-text = Dann übernimmt es unser Support, nachdem er sich vergewissert hat, dass Sie es sind.
lost-phone-then = Wie es dann weitergeht
lost-phone-then-text = Per E-Mail kommt ein Code zu Ihnen. Melden Sie sich innerhalb von 7 Tagen mit Ihrem Passwort an, geben Sie den Code ein und richten Sie die App auf dem neuen Telefon ein.
