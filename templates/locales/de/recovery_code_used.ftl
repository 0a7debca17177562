recovery-code-used-subject = Ein Wiederherstellungscode Ihres { $brand }-Kontos wurde verwendet
recovery-code-used-title = Statt einer PIN wurde ein Code verwendet
recovery-code-used-text = Für Ihr { $brand }-Konto wurde statt einer PIN ein Wiederherstellungscode verwendet. { $left ->
    [0] Es war der letzte.
    [one] Ein Code bleibt Ihnen.
   *[other] { $left } Codes bleiben Ihnen.
} Verwendet wurde er von hier:
recovery-code-used-you = Waren Sie das? Wenn Ihr Telefon weg ist, verbinden Sie ein neues in Ihrem Konto unter „Zwei-Faktor-Authentifizierung“.
recovery-code-used-you-few = Waren Sie das? Dann erstellen Sie in Ihrem Konto unter „Zwei-Faktor-Authentifizierung“ neue Codes, und wenn Ihr Telefon weg ist, verbinden Sie dort ein neues.
recovery-code-used-not-you = Das waren Sie nicht? Dann kennt jemand Ihr Passwort und einen Ihrer Wiederherstellungscodes: Ändern Sie sofort das Passwort, erstellen Sie neue Codes, und wenden Sie sich an unseren Support.
