wrong-pins-subject = Falsche PINs bei Ihrem { $brand }-Konto
wrong-pins-title = Jemand hat fünf falsche PINs eingegeben
wrong-pins-text = Für Ihr { $brand }-Konto wurden nacheinander fünf falsche PINs eingegeben. Von dort nehmen wir eine Viertelstunde lang keine PIN mehr an. Die letzte kam von hier:
wrong-pins-you = Waren Sie das? Dann warten Sie, prüfen Sie, ob Ihr Telefon die Uhrzeit automatisch stellt, und versuchen Sie es mit einer neuen PIN noch einmal.
wrong-pins-not-you = Das waren Sie nicht? Dann kennt jemand Ihr Passwort oder benutzt Ihren Browser: Ändern Sie das Passwort sofort. Wenn Sie sich nicht mehr anmelden können, wenden Sie sich an die Administration Ihres Unternehmens oder an unseren Support.
