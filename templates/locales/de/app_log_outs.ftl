app-log-outs-title = Abmeldungen bei { $name }
app-log-outs-lead = Wer sich hier abmeldet, wird auch bei dieser App abgemeldet, wenn sie benachrichtigt werden will.
app-log-outs-in-vain = Nicht benachrichtigt
app-log-outs-in-vain-lead = Bei diesen Abmeldungen behielt die App ihre Sitzung oder hat sie noch. Beheben Sie die Ursache und benachrichtigen Sie sie dann erneut.
app-log-outs-tell-again = Jetzt erneut benachrichtigen
app-log-outs-told-again = Die App wird sofort noch einmal benachrichtigt.
app-log-outs-not-told-again = Es gab nichts zu melden: Die App wurde inzwischen benachrichtigt oder wird es gerade.
app-log-outs-trying = Noch nicht angenommen, wird wieder versucht
app-log-outs-refused = Von der App abgelehnt
app-log-outs-given-up = Aufgegeben
app-log-outs-told = Benachrichtigt
app-log-outs-reason = Grund:
app-log-outs-ended = Abgemeldet:
app-log-outs-next = Nächster Versuch:
app-log-outs-attempts = { $count ->
    [one] einmal versucht
   *[other] { $count }-mal versucht
}
app-log-outs-more = Es gibt noch mehr.
app-log-outs-none = Bisher hat die App jede Benachrichtigung angenommen.
app-log-outs-never-called = Der Server der App wird nie aufgerufen, also kann nichts fehlschlagen.
app-log-outs-ways = Wie die App benachrichtigt wird
app-log-outs-back-channel = Der Server der App wird aufgerufen (Back-Channel)
app-log-outs-no-back-channel = Es ist keine backchannel_logout_uri registriert. Sie ist der zuverlässigere Weg.
app-log-outs-front-channel = Eine Seite der App wird im Browser geladen (Front-Channel)
app-log-outs-no-front-channel = Es ist keine frontchannel_logout_uri registriert.
app-log-outs-change = Registrierung ändern
