second-factor-off-subject = Zwei-Faktor-Authentifizierung bei Ihrem { $brand }-Konto ausgeschaltet
second-factor-off-title = Die Zwei-Faktor-Authentifizierung ist ausgeschaltet
second-factor-off-text = Die Authentifizierungs-App ist nicht mehr mit Ihrem { $brand }-Konto verbunden. Ab jetzt genügt das Passwort allein, um hineinzukommen. Ausgeschaltet wurde sie von hier:
second-factor-off-you = Waren Sie das? Dann ist nichts weiter zu tun.
second-factor-off-not-you = Das waren Sie nicht? Dann ist jemand in Ihrem Konto: Legen Sie sofort mit „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort fest, und wenden Sie sich an die Administration Ihres Unternehmens oder an unseren Support.
