login-title = Anmelden
login-continue = um mit { $app } fortzufahren
login-email = E-Mail-Adresse
login-password = Passwort
login-submit = Anmelden
login-new-here = Neu hier? Die Einladung verschickt die Administration Ihres Unternehmens per E-Mail.
login-no-invitation = Ich habe keine Einladung erhalten
login-cannot-sign-in = Ich kann mich nicht anmelden
login-choose-account = Anderes Konto auswählen

login-email-missing = Geben Sie Ihre E-Mail-Adresse ein.
login-email-malformed = Eine E-Mail-Adresse sieht so aus: name@firma.de.
login-password-missing = Geben Sie Ihr Passwort ein.

login-wrong = E-Mail-Adresse oder Passwort stimmen nicht
login-wrong-check-email = E-Mail-Adresse prüfen
login-wrong-check-password = Passwort noch einmal eingeben
login-wrong-email = Verwenden Sie die Adresse, an die Ihre Einladung ging.
login-wrong-password = Achten Sie auf Groß- und Kleinschreibung und auf die Sprache der Tastatur.

login-throttled-title = Zu viele Versuche
login-throttled-text = Zum Schutz des Kontos ist die Anmeldung hier vorübergehend nicht möglich. Versuchen Sie es { $wait } noch einmal.
login-blocked-title = Dieses Konto ist gesperrt
login-blocked-text = Die Administration Ihres Unternehmens oder unser Support kann Ihnen den Grund nennen und das Konto entsperren.
login-frozen-title = Dieses Konto wurde mit „Das war ich nicht“ gesperrt
login-frozen-text = Das wurde in einer E-Mail zur Sicherheit des Kontos gedrückt. Die Administration Ihres Unternehmens oder unser Support vergewissert sich, dass Sie es sind, und öffnet es wieder.
login-pins-title = Zu viele falsche PINs
login-pins-text = Die PIN allein genügt hier nicht mehr. Melden Sie sich mit E-Mail-Adresse und Passwort an.
