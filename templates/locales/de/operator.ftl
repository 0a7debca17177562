operator-lead = Was auf dieser Plattform läuft und was Aufmerksamkeit braucht.
operator-failed-text = Der Mailserver hat sie endgültig abgelehnt oder einen Tag lang nicht geantwortet. Sehen Sie nach, warum, und versuchen Sie es erneut.
operator-failed = { $count ->
    [one] Eine E-Mail wurde aufgegeben
   *[other] { $count } E-Mails wurden aufgegeben
}
operator-untold = Apps wurden über Abmeldungen nicht benachrichtigt
operator-untold-text = Sie behielten in den letzten sieben Tagen ihre Sitzung, obwohl sich jemand abgemeldet hatte. Sehen Sie nach, warum, und benachrichtigen Sie sie erneut.
operator-untold-count = { $count ->
    [one] (einmal)
   *[other] ({ $count }-mal)
}
