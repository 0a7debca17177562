signed-in-title = Sie sind angemeldet
signed-in-enrolled-title = Die Zwei-Faktor-Authentifizierung ist eingerichtet
signed-in-enrolled-text = Ab jetzt melden Sie sich mit Ihrem Passwort und einer PIN aus Ihrer App an.
signed-in-codes-title = Und ohne Ihr Telefon?
signed-in-codes-text = Mit Wiederherstellungscodes kommen Sie auch dann hinein, wenn es verloren oder kaputt ist.
signed-in-text = Öffnen Sie die App, mit der Sie arbeiten möchten. Sie wird Sie erkennen.
signed-in-go-on = Hier ist nichts weiter zu tun.
signed-in-sign-out = Abmelden
