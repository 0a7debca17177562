authenticator-replaced-subject = Neue Authentifizierungs-App bei Ihrem { $brand }-Konto
authenticator-replaced-title = Ihre Authentifizierungs-App wurde ersetzt
authenticator-replaced-text = Mit Ihrem { $brand }-Konto wurde eine andere Authentifizierungs-App verbunden. PINs aus der alten gelten nicht mehr; Sie können deren Eintrag löschen. Verbunden wurde sie von hier:
authenticator-replaced-you = Waren Sie das? Dann ist nichts weiter zu tun.
authenticator-replaced-not-you = Das waren Sie nicht? Dann hat jemand Zugriff auf Ihr Konto: Wenden Sie sich sofort an die Administration Ihres Unternehmens oder an unseren Support, damit die App entfernt und Ihr Passwort geändert wird.
