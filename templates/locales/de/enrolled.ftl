enrolled-subject = Zwei-Faktor-Authentifizierung bei Ihrem { $brand }-Konto eingerichtet
enrolled-title = Die Zwei-Faktor-Authentifizierung ist eingerichtet
enrolled-text = Mit Ihrem { $brand }-Konto wurde eine Authentifizierungs-App verbunden. Ab jetzt wird nach dem Passwort eine PIN aus dieser App verlangt. Eingerichtet wurde sie von hier:
enrolled-you = Waren Sie das? Dann ist nichts weiter zu tun.
enrolled-not-you = Das waren Sie nicht? Dann kennt jemand Ihr Passwort: Wenden Sie sich sofort an die Administration Ihres Unternehmens oder an unseren Support, damit die App entfernt und Ihr Passwort geändert wird.
