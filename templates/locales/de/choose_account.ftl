choose-account-title = Konto auswählen
choose-account-signed-in = Angemeldet
choose-account-signed-out = Abgemeldet
choose-account-sign-out = Abmelden
choose-account-another = Anderes Konto verwenden
choose-account-all = In diesem Browser von allen Konten abmelden
