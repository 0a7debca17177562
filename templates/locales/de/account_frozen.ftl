account-frozen-subject = Ihr { $brand }-Konto ist gesperrt
account-frozen-title = Ihr Konto ist gesperrt
account-frozen-text = Für Ihr { $brand }-Konto wurde „Das war ich nicht“ gedrückt. Alle Sitzungen sind beendet, und niemand kann sich mehr anmelden. Gedrückt wurde es von hier:
account-frozen-you = Waren Sie das? Dann wenden Sie sich an die Administration Ihres Unternehmens oder an unseren Support: Wenn feststeht, dass Sie es sind, wird das Konto wieder geöffnet.
account-frozen-not-you = Das waren Sie nicht? Wenden Sie sich auch dann dorthin: Jemand liest Ihre E-Mails. Ändern Sie zuerst das Passwort Ihres Postfachs.
