email-change-subject = Bestätigen Sie Ihre neue Adresse bei { $brand }
email-change-title = Bestätigen Sie Ihre neue Adresse
email-change-text = Jemand, wahrscheinlich Sie selbst, möchte diese Adresse für das { $brand }-Konto verwenden, das bisher { $old } hatte. Mit diesem Link bestätigen Sie sie:
email-change-link = Adresse bestätigen
email-change-until = Der Link gilt einmal, bis zum { $until }. Bis Sie ihn öffnen, behält das Konto seine Adresse.
email-change-not-you = Sie wissen nichts davon? Dann ignorieren Sie diese E-Mail: Ohne den Link ändert sich nichts.
