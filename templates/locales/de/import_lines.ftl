import-lines-title-seen = Was geschehen wird
import-lines-title-running = Die Einladungen gehen hinaus
import-lines-title-done = Die Liste ist erledigt
import-lines-would = { $count ->
    [one] { $count } Person wird eingeladen.
   *[other] { $count } Personen werden eingeladen.
}
import-lines-would-not = { $count ->
    [one] { $count } Zeile wird ausgelassen.
   *[other] { $count } Zeilen werden ausgelassen.
}
import-lines-running = { $count ->
    [one] { $done } von { $count } Person ist eingeladen.
   *[other] { $done } von { $count } Personen sind eingeladen.
}
import-lines-running-note = Sie können diese Seite verlassen. Die Einladungen gehen weiter hinaus.
import-lines-progress = Eingeladene Personen
import-lines-done = { $count ->
    [one] { $count } Person wurde eingeladen.
   *[other] { $count } Personen wurden eingeladen.
}
import-lines-done-not = { $count ->
    [one] { $count } Zeile wurde ausgelassen.
   *[other] { $count } Zeilen wurden ausgelassen.
}
import-lines-begin = { $count ->
    [one] { $count } Person einladen
   *[other] { $count } Personen einladen
}
import-lines-discard = Liste verwerfen
import-lines-look-again = Erneut nachsehen
import-lines-members = Zu den Mitgliedern
import-lines-another = Weitere Liste
import-lines-download = { $count ->
    [one] Ausgelassene Zeile herunterladen
   *[other] { $count } ausgelassene Zeilen herunterladen
}
import-lines-download-note = In der Datei steht zu jeder Zeile, was nicht stimmt. Berichtigen Sie sie, und senden Sie die Datei erneut.
import-lines-which = Welche Zeilen
import-lines-all = Alle ({ $count })
import-lines-only-refused = Ausgelassen ({ $count })
import-lines-caption = Zeilen der Liste
import-lines-line = Zeile
import-lines-who = Person
import-lines-as = Rolle, Sprache
import-lines-fate = Was geschieht
import-lines-pages = Weitere Zeilen
import-lines-next = Nächste Zeilen
import-lines-waits = Wird eingeladen
import-lines-invited = Eingeladen
import-lines-malformed = Mehr Zellen als Spalten
import-lines-no-address = Keine E-Mail-Adresse
import-lines-address = Das ist keine E-Mail-Adresse
import-lines-name = Der Name ist zu lang oder nicht lesbar
import-lines-language = Unbekannte Sprache: en, es oder de
import-lines-role = Unbekannte Rolle: Mitglied oder Admin
import-lines-repeated = Eine frühere Zeile hat diese Adresse
import-lines-member = Ist schon Mitglied
import-lines-invited-already = Ist schon eingeladen
import-lines-stopped = Nicht eingeladen: Wer die Liste gestartet hat, ist kein Admin mehr
import-lines-column-email = E-Mail
import-lines-column-given-name = Vorname
import-lines-column-family-name = Nachname
import-lines-column-language = Sprache
import-lines-column-role = Rolle
import-lines-column-reason = Grund
