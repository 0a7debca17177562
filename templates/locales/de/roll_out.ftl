roll-out-title = Einführung
roll-out-lead = Wie weit die Zwei-Faktor-Authentifizierung ist
roll-out-optional = Sie ist allen freigestellt
roll-out-optional-text = In den Einstellungen können Sie sie für alle Mitglieder vorschreiben.
roll-out-until = Nach dem { $date } vorgeschrieben
roll-out-until-text = { $days ->
    [0] Heute geht es zum letzten Mal ohne sie.
    [one] Es bleibt { $days } Tag.
   *[other] Es bleiben { $days } Tage.
} Danach richtet, wer sie noch nicht hat, sie beim nächsten Anmelden ein.
roll-out-required = Sie ist vorgeschrieben
roll-out-required-text = Wer sie noch nicht hat, richtet sie beim nächsten Anmelden ein.
roll-out-enrolled = { $count } von { $total } haben sie eingerichtet
roll-out-all = Sie fehlt niemandem.
roll-out-show = Zeigen
roll-out-remind = Per E-Mail erinnern
roll-out-remind-note = Alle, die sie noch nicht eingerichtet haben, bekommen eine E-Mail, höchstens einmal am Tag.
roll-out-saved = { $count ->
    [one] { $count } Person wird per E-Mail erinnert.
   *[other] { $count } Personen werden per E-Mail erinnert.
}
