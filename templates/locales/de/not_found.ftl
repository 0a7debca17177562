not-found-title = Diese Seite gibt es nicht
not-found-text = Vielleicht ist die Adresse falsch geschrieben oder veraltet, oder die Seite ist nicht für Ihr Konto bestimmt.
