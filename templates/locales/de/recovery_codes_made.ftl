recovery-codes-made-subject = Neue Wiederherstellungscodes für Ihr { $brand }-Konto
recovery-codes-made-title = Neue Codes wurden erstellt
recovery-codes-made-text = Für Ihr { $brand }-Konto wurden neue Wiederherstellungscodes erstellt. Jeder ersetzt einmal die PIN; frühere Codes gelten nicht mehr. Erstellt wurden sie von hier:
recovery-codes-made-you = Waren Sie das? Dann bewahren Sie sie nur gut auf.
recovery-codes-made-not-you = Das waren Sie nicht? Dann hat jemand Zugriff auf Ihr Konto: Ändern Sie sofort Ihr Passwort, und wenden Sie sich an unseren Support.
