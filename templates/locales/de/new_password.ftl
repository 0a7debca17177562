new-password-length = { $least ->
    [one] Mindestens { $least } Zeichen
   *[other] Mindestens { $least } Zeichen
}
new-password-upper = Ein Großbuchstabe
new-password-lower = Ein Kleinbuchstabe
new-password-digit = Eine Ziffer
new-password-special = Ein Sonderzeichen
new-password-met = : erfüllt
new-password-open = : noch offen
new-password-failed = : war nicht erfüllt

new-password-broken = { $count ->
    [one] Das Passwort wurde nicht angenommen: { $count } Regel ist nicht erfüllt. Sie ist unten markiert.
   *[other] Das Passwort wurde nicht angenommen: { $count } Regeln sind nicht erfüllt. Sie sind unten markiert.
}
new-password-broken-weak = { $count ->
    [one] Das Passwort wurde nicht angenommen: { $count } Regel ist nicht erfüllt (sie ist unten markiert), und es ist leicht zu erraten.
   *[other] Das Passwort wurde nicht angenommen: { $count } Regeln sind nicht erfüllt (sie sind unten markiert), und es ist leicht zu erraten.
}
new-password-weak = Das Passwort wurde nicht angenommen: Es ist leicht zu erraten. Wählen Sie ein anderes.
new-password-too-long = Ein Passwort kann bis zu { $most } Zeichen haben. Wählen Sie ein kürzeres.
new-password-advice = Zuerst werden bekannte Passwörter, Namen, Daten und Tastenreihen geraten. Drei oder vier Wörter, die nichts miteinander zu tun haben, ergeben ein gutes Passwort.

new-password-strength-weak = Sicherheit: schwach
new-password-strength-fair = Sicherheit: mittel
new-password-strength-good = Sicherheit: gut
new-password-personal = Es enthält etwas über Sie, und das wird zuerst geraten. Wählen Sie Wörter, die nichts mit Ihnen zu tun haben.
new-password-common = Es enthält ein Wort, das viele verwenden. Fügen Sie zwei oder drei Wörter hinzu, die nichts miteinander zu tun haben.
new-password-year = Ein Wort mit einer Jahreszahl oder einem Datum ist schnell erraten. Fügen Sie zwei oder drei Wörter hinzu.
new-password-repeat = Wiederholungen machen es kaum sicherer. Fügen Sie andere Wörter hinzu.
new-password-run = Reihen von Buchstaben, Ziffern oder Tasten sind schnell erraten. Fügen Sie zwei oder drei Wörter hinzu.
new-password-more = Ein paar Zeichen mehr oder ein weiteres Wort machen es sicherer.
new-password-still = Noch offen:
