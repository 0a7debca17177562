roll-out-title = Einführung
roll-out-lead = Wie weit die Zwei-Faktor-Authentifizierung ist
roll-out-optional = Sie ist allen freigestellt
roll-out-optional-text = Unten können Sie sie für alle Mitglieder vorschreiben.
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

roll-out-policy = Was Ihr Unternehmen vorschreibt
roll-out-policy-saved = Das ist gespeichert. Es gilt ab jetzt.
roll-out-never = Nie angemeldet: { $count }
roll-out-policy-text = Ihr Unternehmen kann strenger sein als die Plattform, aber nicht nachsichtiger.
roll-out-second-factor = Zwei-Faktor-Authentifizierung
roll-out-inherit = Wie auf der Plattform
roll-out-platform-optional = Dort ist sie allen freigestellt.
roll-out-platform-until = Dort ist sie nach dem { $date } für alle vorgeschrieben.
roll-out-demanded = Für alle Mitglieder vorgeschrieben
roll-out-demanded-note = Wer keine hat, richtet sie beim Anmelden ein, spätestens nach dem Tag, der unten steht.
roll-out-last-day = Letzter Tag ohne sie
roll-out-last-day-hint = Leer: ab sofort vorgeschrieben. Als Datum, etwa 2027-02-06, falls kein Kalender erscheint.
roll-out-malformed = Geben Sie ein Datum ein, etwa 2027-02-06, oder lassen Sie es weg.
roll-out-past = Dieser Tag ist vorbei. Geben Sie einen späteren ein, oder lassen Sie ihn weg, um sie ab sofort vorzuschreiben.
roll-out-after-platform = Die Plattform schreibt sie nach dem { $date } vor. Geben Sie diesen Tag oder einen früheren ein.
roll-out-submit = Speichern
