invite-title = Mitglied einladen
invite-lead = Die E-Mail zur Aktivierung geht von selbst hinaus.
invite-email-hint = Prüfen Sie sie genau: Der Link geht dorthin.
invite-role = Rolle
invite-role-note = Admins können Mitglieder einladen, sperren und entfernen und deren Zwei-Faktor-Authentifizierung zurücksetzen.
invite-submit = Einladung senden
invite-already-member = Wer diese Adresse hat, gehört schon zu Ihrem Unternehmen. Sehen Sie unter den Mitgliedern nach.
invite-already-invited = Diese Adresse ist schon eingeladen. Unter den Mitgliedern können Sie die Einladung noch einmal senden.
