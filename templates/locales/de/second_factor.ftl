second-factor-title = Zwei-Faktor-Authentifizierung
second-factor-lead = Nach dem Passwort fragen wir nach einer sechsstelligen PIN aus einer App auf Ihrem Telefon.
second-factor-at-sign-in = Beim Anmelden
second-factor-switch = Zwei-Faktor-Authentifizierung
second-factor-off-note = Sie ist ausgeschaltet. Schalten Sie sie ein und melden Sie sich ab: Beim nächsten Anmelden richten Sie die App ein. Das dauert etwa zwei Minuten.
second-factor-on-note = Sie ist eingeschaltet. Wenn Sie sie ausschalten, genügt Ihr Passwort allein, um in Ihr Konto zu kommen.
second-factor-waiting-note = Sie ist eingeschaltet, aber noch nicht eingerichtet.
second-factor-waiting-title = Melden Sie sich jetzt ab
second-factor-waiting-text = Beim nächsten Anmelden richten Sie die App ein. Das dauert etwa zwei Minuten.
second-factor-sign-out = Jetzt abmelden
second-factor-on-title = Sie ist eingeschaltet
second-factor-on-required = Für Ihr Konto ist sie vorgeschrieben und lässt sich nicht ausschalten.
second-factor-grace-text = { $who } { $days ->
    [0] Heute geht es zum letzten Mal ohne sie.
    [one] Es bleibt { $days } Tag.
   *[other] Es bleiben { $days } Tage.
} Danach gibt es diesen Schalter nicht mehr, und wer sie noch nicht hat, richtet sie beim nächsten Anmelden ein.
second-factor-required-on = { $who } Sie ist eingeschaltet und lässt sich nicht ausschalten.
second-factor-required-off = { $who } Sie richten sie beim nächsten Anmelden ein.

second-factor-switched-off = Die Zwei-Faktor-Authentifizierung ist ausgeschaltet.
second-factor-renamed = Die Authentifizierungs-App hat ihren neuen Namen.
second-factor-replaced = Die neue Authentifizierungs-App ist verbunden. PINs aus der alten gelten nicht mehr.
second-factor-codes-made = Die neuen Wiederherstellungscodes gelten. Die alten gelten nicht mehr.

second-factor-authenticator = Authentifizierungs-App
second-factor-added = Verbunden am { $at }
second-factor-last-used = Zuletzt verwendet am { $at }
second-factor-never-used = Noch nicht verwendet
second-factor-name = Name
second-factor-name-missing = Geben Sie einen Namen ein, zum Beispiel den der App oder des Telefons.
second-factor-rename = Umbenennen
second-factor-replace-text = Neues Telefon? Die alte App gilt, bis die neue verbunden ist.
second-factor-replace = Andere App verbinden

second-factor-recovery = Wiederherstellungs{"\u00AD"}codes
second-factor-recovery-text = Jeder ersetzt einmal die PIN, wenn Ihr Telefon verloren oder kaputt ist.
second-factor-left = { $count ->
    [0] Kein Wiederherstellungs{"\u00AD"}code ist mehr da
    [one] Noch { $count } Wiederherstellungs{"\u00AD"}code
   *[other] Noch { $count } Wiederherstellungs{"\u00AD"}codes
}
second-factor-made = (erstellt am { $at })
second-factor-few = Erstellen Sie neue, solange Sie sich anmelden können.
second-factor-no-codes = Sie haben keine Wiederherstellungs{"\u00AD"}codes
second-factor-no-codes-text = Ohne sie und ohne Ihr Telefon muss jemand anders Ihre Zwei-Faktor-Authentifizierung zurücksetzen.
second-factor-make = Neue Codes erstellen
