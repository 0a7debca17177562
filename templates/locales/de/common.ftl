# Was mehrere Seiten sagen.

page-title = { $page } · { $brand }
page-title-error = Fehler: { $page } · { $brand }
skip-to-content = Zum Inhalt springen
brand-home = { $brand }, Startseite
language-switch = Sprache

attempts-title = Zu viele Versuche
attempts-text = Zum Schutz des Kontos wurde diesmal nichts geändert. Versuchen Sie es { $wait } noch einmal.

back-to-app = Zurück zu { $app }
back-to-sign-in = Zurück zur Anmeldung
cancel = Abbrechen
copied = Kopiert
copy = Kopieren
current-password = Aktuelles Passwort
current-password-wrong = Das ist nicht Ihr aktuelles Passwort. Achten Sie auf Groß- und Kleinschreibung und auf die Sprache der Tastatur.
field-optional = (optional)
not-you = Nicht Sie?
way-on = Zu { $app }

invited = Sie wurden zu { $brand } eingeladen.
invited-by = { $by } hat Sie zu { $brand } eingeladen.
invited-by-to = { $by } hat Sie zu { $company } eingeladen.
invited-to = Sie wurden zu { $company } eingeladen.

password-forgot = Passwort vergessen?
password-hide = Verbergen
password-hide-label = Passwort verbergen
password-show = Anzeigen
password-show-label = Passwort anzeigen

reference = Vorgangsnummer
reference-note = Mit dieser Nummer findet unser Support den genauen Grund.

summary-title = { $count ->
    [one] Bitte prüfen Sie eine Angabe
   *[other] Bitte prüfen Sie { $count } Angaben
}

support-feedback = War diese Seite hilfreich?
support-form = Support-Formular
support-hours = { $first } bis { $last }, { $opens } bis { $closes } Uhr (Ortszeit)
support-hours-written = { $hours }
support-title = Brauchen Sie Hilfe?

throttled-title = Zu viele Nachrichten in kurzer Zeit
throttled-text = Diesmal wurde nichts gesendet. Versuchen Sie es { $wait } noch einmal.

date-long = { $day }.{ "\u00A0" }{ $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
date-time = { $date }, { $time } Uhr { $zone }

wait-seconds = { $count ->
    [one] in { $count } Sekunde
   *[other] in { $count } Sekunden
}
wait-minutes = { $count ->
    [one] in { $count } Minute
   *[other] in { $count } Minuten
}
wait-hours = { $count ->
    [one] in { $count } Stunde
   *[other] in { $count } Stunden
}

weekday-monday = Montag
weekday-tuesday = Dienstag
weekday-wednesday = Mittwoch
weekday-thursday = Donnerstag
weekday-friday = Freitag
weekday-saturday = Samstag
weekday-sunday = Sonntag
