console-reset-title = OTP von { $name } zurücksetzen?
console-reset-lead = Vergewissern Sie sich zuerst, dass wirklich diese Person darum bittet. Was Sie hier bestätigen, bleibt unter Ihrem Namen im Protokoll.
console-reset-admins = { $count ->
    [one] Normalerweise macht das { $names }
   *[other] Normalerweise macht das eine dieser Personen: { $names }
}
console-reset-admins-text = Die Unternehmensadministration kennt die Person. Verweisen Sie dorthin, es sei denn, sie kann nicht helfen.
console-reset-known = Was wir über die Person wissen
console-reset-confirm = Bestätigen Sie, wer fragt
console-reset-called-back = Ich habe die Person unter einer vorher bekannten Nummer zurückgerufen
console-reset-called-back-hint = Die hinterlegte Nummer oder die des Unternehmens. Nie eine Nummer aus der Nachricht selbst.
console-reset-answered = Sie hat eine Frage beantwortet, die nur sie beantworten kann
console-reset-answered-hint = Ihre letzte Anmeldung, die letzte Rechnung des Unternehmens, wer sie eingeladen hat. Nichts, was in einer Signatur steht.
console-reset-colleague = Jemand aus demselben Unternehmen hat es bestätigt
console-reset-colleague-hint = Wo es jemanden gibt: wen Sie hier gefunden haben, nicht wen die Person genannt hat.
console-reset-no-admin = Die Unternehmensadministration kann es nicht oder antwortet nicht
console-reset-no-admin-hint = Schreiben Sie in die Notiz, wie Sie es versucht haben.
console-reset-unconfirmed = Bestätigen Sie das zuerst
console-reset-note = Wie haben Sie sich vergewissert?
console-reset-note-hint = Welche Nummer Sie angerufen haben, was Sie gefragt haben und was die Antwort war. Keine Passwörter und keine PINs.
console-reset-note-missing = Schreiben Sie in höchstens { $most } Zeichen, wie Sie sich vergewissert haben
console-reset-then = Die Person wird überall abgemeldet, die Authenticator-App wird entfernt, und ein Code geht an ihre E-Mail-Adresse. Mit ihm und dem Passwort richtet sie innerhalb von 7 Tagen eine neue ein.
