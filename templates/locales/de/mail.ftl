# Was mehrere E-Mails sagen.

mail-greeting = Guten Tag,
mail-greeting-name = Guten Tag { $name },
mail-never-asks = Wir fragen Sie nie per E-Mail oder am Telefon nach Ihrem Passwort oder Ihrer PIN.
mail-when = Wann:
mail-browser = Browser:
mail-network = Netz:
mail-browser-unknown = unbekannt
mail-change-password = Passwort ändern
mail-not-me-text = Das waren Sie nicht? Dann sperren Sie das Konto mit diesem Link: Er beendet alle Sitzungen, und niemand kann sich anmelden, bis die Administration Ihres Unternehmens oder unser Support sich vergewissert hat, dass Sie es sind.
mail-not-me = Das war ich nicht
