signed-out-title = Sie sind abgemeldet
signed-out-text = Ihre Sitzung in diesem Browser ist beendet.
signed-out-everything = Alle Spuren Ihrer Anmeldung wurden aus diesem Browser entfernt. Sie können sich neu anmelden.
signed-out-shared-title = Nutzen auch andere diesen Computer?
signed-out-shared-text = Schließen Sie dann auch alle Fenster des Browsers. Auf anderen Geräten bleiben Sie angemeldet.
signed-out-way-on = Weiter zu { $app }
signed-out-going-on = Sie werden zu { $app } weitergeleitet.

signed-out-apps = Apps, in denen Sie angemeldet waren
signed-out-app-told = Abgemeldet
signed-out-app-loaded = In diesem Browser abgemeldet
signed-out-app-waiting = Noch keine Antwort
signed-out-app-deaf = Nicht benachrichtigt
signed-out-app-refused = Abmeldung abgelehnt
signed-out-app-given-up = Nicht erreicht
signed-out-apps-note = Hat eine App Sie nicht abgemeldet, öffnen Sie sie und melden Sie sich dort ab.
signed-out-again = Erneut prüfen
