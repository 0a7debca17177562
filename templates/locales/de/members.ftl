members-title = Mitglieder
members-total = { $count ->
    [one] { $count } Person in { $company }
   *[other] { $count } Personen in { $company }
}
members-invite = Mitglied einladen
members-import = Liste importieren
members-search = Name oder E-Mail-Adresse
members-filter = Status
members-find = Suchen
members-filter-all = Alle
members-filter-not-enrolled = Ohne Zwei-Faktor-Authentifizierung

members-caption = Mitglieder, nach Namen sortiert
members-member = Mitglied
members-role = Rolle
members-factor = Zweiter Faktor
members-status = Status
members-last-login = Letzte Anmeldung
members-actions = Aktionen
members-you = (Sie)
members-never = Nie
members-role-admin = Admin
members-role-member = Mitglied

members-factor-on = Eingeschaltet
members-factor-off = Nicht eingerichtet
members-factor-not-yet = Nach der Aktivierung
members-in-grace = In der Frist
members-until = bis zum { $date }
members-overdue = Überfällig
members-since = seit dem { $date }

members-active = Aktiv
members-blocked = Gesperrt
members-locked = Vorübergehend gesperrt
members-locked-note = Zu viele falsche PINs. Die Sperre endet von selbst.
members-invited = Eingeladen
members-expired = Einladung abgelaufen
members-expired-note = Senden Sie sie noch einmal.
members-mail-failed = E-Mail nicht zugestellt
members-mail-trying = E-Mail verzögert
members-mail-next = Nächster Versuch am { $at }.
members-mail-answer = Der Mailserver sagt:
members-mail-queued = Die E-Mail wird gleich gesendet.
members-mail-sent = E-Mail zugestellt am { $at }, Link gilt bis zum { $until }

members-action-for = für { $name }
members-more-for = Weitere Aktionen für { $name }
members-reset-otp = OTP zurücksetzen
members-send-again = Erneut senden
members-correct-address = Adresse berichtigen
members-make-admin = Zum Admin machen
members-make-member = Zum Mitglied machen
members-block = Sperren
members-unblock = Entsperren
members-remove = Aus dem Unternehmen entfernen
members-withdraw = Einladung zurückziehen
members-extend = Frist verlängern

members-done-invite = Die Einladung an { $email } ist unterwegs. Hier sehen Sie, ob sie ankommt.
members-done-reset-otp = Das OTP von { $name } ist zurückgesetzt. Ein Code zum neuen Einrichten ist per E-Mail unterwegs.
members-done-send-again = Die Einladung wurde noch einmal an { $name } gesendet. Der frühere Link gilt nicht mehr.
members-done-correct-address = Die Adresse ist berichtigt, und die Einladung an { $name } ist unterwegs. Der frühere Link gilt nicht mehr.
members-done-make-admin = { $name } ist jetzt Admin.
members-done-make-member = { $name } ist nicht mehr Admin.
members-done-block = { $name } ist gesperrt und überall abgemeldet.
members-done-unblock = { $name } kann sich wieder anmelden.
members-done-remove = { $name } gehört nicht mehr zum Unternehmen.
members-done-withdraw = Die Einladung an { $name } ist zurückgezogen. Ihr Link gilt nicht mehr.
members-done-extend = { $name } hat mehr Zeit, die Zwei-Faktor-Authentifizierung einzurichten.

members-none = Hier ist noch niemand
members-none-text = Laden Sie das erste Mitglied ein. Die E-Mail zur Aktivierung geht von selbst hinaus, und diese Liste zeigt, ob sie ankommt.
members-none-found = Niemand gefunden
members-none-found-text = Auf diese Suche passt niemand. Prüfen Sie die Schreibweise, oder suchen Sie unter allen Mitgliedern.
members-show-all = Alle Mitglieder zeigen
members-pages = Seiten der Mitglieder
members-newer = Zurück
members-older = Weiter
