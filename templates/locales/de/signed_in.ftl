signed-in-title = Sie sind angemeldet
signed-in-text = Öffnen Sie die App, mit der Sie arbeiten möchten. Sie wird Sie erkennen.
signed-in-go-on = Hier ist nichts weiter zu tun.
signed-in-sign-out = Abmelden
