refused-title = Diese App kann Sie nicht anmelden
refused-title-app = { $app } kann Sie noch nicht anmelden
refused-title-sign-out = Die Abmeldung wurde angehalten
refused-nothing-happened = Es wurden keine Daten weitergegeben, und mit Ihrem Konto ist alles in Ordnung.

refused-client-unknown = Die App, die Sie hierher geschickt hat, ist uns nicht bekannt.
refused-redirect-uri-unregistered = Die App wollte, dass wir Sie zu einer Adresse schicken, die sie nicht registriert hat. Zum Schutz Ihres Kontos haben wir hier angehalten.
refused-redirect-uri-missing = Die App hat nicht gesagt, wohin es danach gehen soll.
refused-post-logout-unregistered = Die App wollte, dass wir Sie nach dem Abmelden zu einer Adresse schicken, die sie nicht registriert hat. Zum Schutz Ihres Kontos haben wir hier angehalten.
refused-parameter-repeated = Die Anfrage der App sagt dasselbe zweimal, und wir wissen nicht, was davon gilt.
refused-malformed = Die Anfrage der App lässt sich nicht lesen.
refused-other = Die Anfrage der App verlangt etwas, das nicht möglich ist.

refused-developer = Für das Entwicklungsteam der App
refused-developer-app = Für das Entwicklungsteam von { $app }
refused-received = Was wir erhalten haben
refused-answer = Was wir geantwortet haben
refused-why-client-id-missing = Die Anfrage enthält keine `client_id`.
refused-why-client-unknown = Kein Client hat diese `client_id`. Prüfen Sie die Schreibweise, und ob es die Kennung für diesen Server ist.
refused-why-redirect-uri-missing = Die Anfrage enthält keine `redirect_uri`. Senden Sie eine, die für den Client registriert ist.
refused-why-redirect-uri-unregistered = Die `redirect_uri` muss einer registrierten gleichen, Zeichen für Zeichen: Schema, Host, Port, Pfad und der Schrägstrich am Ende.
refused-why-post-logout-unregistered = Die `post_logout_redirect_uri` muss einer registrierten gleichen, Zeichen für Zeichen.
refused-why-parameter-repeated = Ein Parameter steht mehr als einmal in der Anfrage. Jeder darf nur einmal darin stehen.
refused-why-request-malformed = Die Parameter sind nicht als `application/x-www-form-urlencoded` in UTF-8 kodiert.
refused-why-request-too-large = Die Anfrage oder einer ihrer Parameter ist zu lang.
