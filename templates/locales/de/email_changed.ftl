email-changed-subject = Die Adresse Ihres { $brand }-Kontos wurde geändert
email-changed-title = Ihr Konto hat eine neue Adresse
email-changed-text = Ihr { $brand }-Konto gehört jetzt zu { $email }. Hierher kommen keine E-Mails mehr, und Sie melden sich mit der neuen Adresse an. Geändert wurde sie von hier:
email-changed-you = Waren Sie das? Dann ist nichts weiter zu tun.
email-changed-not-you = Das waren Sie nicht? Dann wenden Sie sich sofort an unseren Support: Jemand hat Zugriff auf Ihr Konto.
