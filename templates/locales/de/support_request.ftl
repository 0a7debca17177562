support-request-subject = { $brand } Support-Anfrage { $reference }: { $topic }
support-request-reference = Vorgangsnummer:
support-request-name = Name:
support-request-email = E-Mail:
support-request-account = Angemeldet als:
support-request-no-account = niemand
support-request-language = Sprache:
support-request-check = Name und E-Mail-Adresse sind so, wie sie eingegeben wurden, und nicht geprüft. Vergewissern Sie sich, wer fragt, bevor Sie an einem Konto etwas ändern.
