tabs-account = Ihr Konto
tabs-profile = Profil
tabs-password = Passwort
tabs-second-factor = Zwei-Faktor-Authentifizierung
tabs-devices = Geräte
tabs-apps = Apps
tabs-activity = Aktivitäten

tabs-company = Unternehmensadministration
tabs-members = Mitglieder
tabs-roll-out = Einführung
tabs-invite = Einladen
tabs-settings = Einstellungen
tabs-audit = Protokoll

tabs-staff = Team der Plattform
tabs-console = Support-Konsole
tabs-overview = Betrieb
tabs-companies = Unternehmen
tabs-refusals = Ablehnungen
tabs-mail = E-Mail
tabs-keys = Signaturschlüssel

tabs-app = Die Seiten der App
tabs-app-registration = Registrierung
tabs-app-set-up = Einrichten
tabs-app-request = Anfrage prüfen
tabs-app-test-login = Testanmeldung
tabs-app-log-outs = Abmeldungen
tabs-app-refusals = Ablehnungen
