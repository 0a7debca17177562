new-device-subject = Neue Anmeldung bei Ihrem { $brand }-Konto
new-device-title = Neue Anmeldung bei Ihrem Konto
new-device-text = Jemand hat sich mit einem Browser, den wir noch nicht kannten, bei Ihrem { $brand }-Konto angemeldet:
new-device-you = Waren Sie das? Dann ist nichts weiter zu tun.
new-device-not-you = Das waren Sie nicht? Dann ändern Sie sofort Ihr Passwort: Damit enden alle Sitzungen. Wenn Sie sich nicht mehr anmelden können, wenden Sie sich an die Administration Ihres Unternehmens oder an unseren Support.
