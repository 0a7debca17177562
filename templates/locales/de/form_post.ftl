form-post-title = Zurück zu { $app }
form-post-text = Sie werden zur App zurückgeleitet. Wenn nichts geschieht, drücken Sie die Schaltfläche.
form-post-submit = Weiter
