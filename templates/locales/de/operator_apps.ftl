operator-apps-lead = Was Tokens anfordern darf und wie jede App registriert ist.
operator-apps-new = App registrieren
operator-apps-public = öffentlich, ohne Secret
operator-apps-trusted = Eigene
operator-apps-third-party = Von Dritten
operator-apps-none = Noch ist keine App registriert
operator-apps-none-text = Registrieren Sie die erste, oder beschreiben Sie sie in einer Datei für voltkey apply.
