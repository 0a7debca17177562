signed-out-title = Sie sind abgemeldet
signed-out-text = Ihre Sitzung in diesem Browser ist beendet.
signed-out-everything = Alle Spuren Ihrer Anmeldung wurden aus diesem Browser entfernt. Sie können sich neu anmelden.
signed-out-shared-title = Nutzen auch andere diesen Computer?
signed-out-shared-text = Schließen Sie dann auch alle Fenster des Browsers. Auf anderen Geräten bleiben Sie angemeldet.
signed-out-way-on = Weiter zu { $app }
