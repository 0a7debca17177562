recovery-codes-title = Wiederherstellungs{"\u00AD"}codes
recovery-codes-shown-title = Ihre Wiederherstellungs{"\u00AD"}codes
recovery-codes-lead = Für den Tag, an dem Sie keinen Zugriff auf Ihre Authentifizierungs-App haben
recovery-codes-each-once = Jeder Code ersetzt einmal die PIN.
recovery-codes-where = Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden: auf Papier oder in einem Passwort-Manager.
recovery-codes-replaces = { $count ->
    [one] { $count } unverwendeter Code gilt dann nicht mehr
   *[other] { $count } unverwendete Codes gelten dann nicht mehr
}
recovery-codes-replaces-text = Die neuen Codes treten sofort an die Stelle der alten.
recovery-codes-submit = Codes erstellen

recovery-codes-once-title = Sie sehen sie nur jetzt
recovery-codes-once-text = Wir bewahren sie so auf, dass niemand sie lesen kann. Bringen Sie sie in Sicherheit, bevor Sie diese Seite verlassen.
recovery-codes-download = Herunterladen
recovery-codes-print = Drucken
recovery-codes-copy = Kopieren
recovery-codes-kept = Ich habe sie aufbewahrt

recovery-codes-already-title = Gerade eben wurden neue Codes erstellt
recovery-codes-already-text = Sie lassen sich nicht noch einmal anzeigen. Wenn Sie sie nicht aufbewahrt haben, erstellen Sie neue.
recovery-codes-file-title = { $brand }: Wiederherstellungscodes von { $email }
