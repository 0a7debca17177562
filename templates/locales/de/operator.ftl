operator-lead = Was auf dieser Plattform läuft und was Aufmerksamkeit braucht.
operator-failed-text = Der Mailserver hat sie endgültig abgelehnt oder einen Tag lang nicht geantwortet. Sehen Sie nach, warum, und versuchen Sie es erneut.
operator-failed = { $count ->
    [one] Eine E-Mail wurde aufgegeben
   *[other] { $count } E-Mails wurden aufgegeben
}
