operator-settings-lead = Jede geltende Einstellung und woher ihr Wert kommt.
operator-settings-line = { $file }, Zeile { $line }
operator-settings-variable = Umgebungsvariable { $name }
operator-settings-default = Eingebaute Vorgabe
operator-settings-secret = Wird nicht gezeigt: Er kann ein Passwort enthalten.
operator-settings-how = Einstellungen werden in der Datei oder durch eine Variable geändert und gelten ab dem nächsten Start. voltkey check sagt vorher, was nicht stimmt.
