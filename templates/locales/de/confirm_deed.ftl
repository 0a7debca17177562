confirm-deed-who = { $email } · { $company }
confirm-deed-back = Zurück zu den Mitgliedern

confirm-deed-reset-otp = OTP von { $name } zurücksetzen?
confirm-deed-reset-otp-app = Die Authentifizierungs-App, die { $name } jetzt verwendet, gilt hier nicht mehr.
confirm-deed-reset-otp-out = { $name } wird auf jedem Gerät abgemeldet und bekommt eine E-Mail.
confirm-deed-reset-otp-then = Mit dem Code aus dieser E-Mail richtet { $name } die Zwei-Faktor-Authentifizierung beim nächsten Anmelden neu ein, innerhalb von 7 Tagen.
confirm-deed-caution-asks = Vergewissern Sie sich, dass { $name } wirklich darum bittet
confirm-deed-caution-asks-text = Rufen Sie unter einer Nummer an, die Sie kennen. Verlassen Sie sich nicht auf eine E-Mail allein.

confirm-deed-block = { $name } sperren?
confirm-deed-block-out = { $name } wird auf jedem Gerät abgemeldet und kann sich nicht mehr anmelden.
confirm-deed-block-then = Gelöscht wird nichts. Sie können { $name } jederzeit entsperren.

confirm-deed-unblock = { $name } entsperren?
confirm-deed-unblock-then = { $name } kann sich wieder anmelden, mit demselben Passwort und derselben Authentifizierungs-App.
confirm-deed-caution-frozen = { $name } hat dieses Konto mit „Das war ich nicht“ gesperrt
confirm-deed-caution-frozen-text = Vielleicht kennt jemand anders das Passwort oder hat das Telefon. Rufen Sie { $name } zuerst an, und setzen Sie im Zweifel nach dem Entsperren das OTP zurück.

confirm-deed-remove = { $name } aus { $company } entfernen?
confirm-deed-remove-access = { $name } verliert sofort den Zugriff auf { $company }.
confirm-deed-remove-apps = { $name } muss sich bei jeder App neu anmelden, die von der Mitgliedschaft wusste; überall, falls es das einzige Unternehmen war.
confirm-deed-remove-account = Das Konto bleibt bestehen: Es kann später wieder eingeladen werden.

confirm-deed-make-admin = { $name } zum Admin machen?
confirm-deed-make-admin-can = { $name } kann dann Mitglieder von { $company } einladen, sperren und entfernen und deren Zwei-Faktor-Authentifizierung zurücksetzen.
confirm-deed-make-admin-factor = Sie können die Rolle jederzeit wieder entziehen.
confirm-deed-caution-admin = Kennen Sie { $name } gut genug?
confirm-deed-caution-admin-text = Ein Admin kann auch Ihnen diese Rolle entziehen.

confirm-deed-make-member = { $name } wieder zum Mitglied machen?
confirm-deed-make-member-then = { $name } bleibt in { $company }, kann sich aber nicht mehr um die Mitglieder kümmern.
confirm-deed-caution-last-admin = Das Unternehmen hat dann keinen Admin mehr
confirm-deed-caution-last-admin-text = Außer { $name } kann sich niemand mit dieser Rolle anmelden. Bis es wieder jemanden gibt, kümmert sich nur der Support der Plattform um die Mitglieder.

confirm-deed-send-again = Einladung noch einmal an { $name } senden?
confirm-deed-send-again-new = Eine neue E-Mail mit einem neuen Link geht sofort hinaus.
confirm-deed-send-again-old = Der Link in der früheren E-Mail gilt nicht mehr.

confirm-deed-correct-address = Adresse von { $name } berichtigen?
confirm-deed-correct-address-new = Die Einladung geht sofort an die neue Adresse.
confirm-deed-address = Richtige Adresse

confirm-deed-withdraw = Einladung an { $name } zurückziehen?
confirm-deed-withdraw-link = Der Link in der E-Mail gilt nicht mehr.
confirm-deed-withdraw-again = Sie können diese Adresse jederzeit wieder einladen.

confirm-deed-extend = { $name } mehr Zeit geben?
confirm-deed-extend-then = Bis dahin kann sich { $name } wie bisher ohne Zwei-Faktor-Authentifizierung anmelden.
confirm-deed-until = Letzter Tag ohne sie
confirm-deed-until-hint = Als Datum, etwa 2027-03-01, falls kein Kalender erscheint.
confirm-deed-until-malformed = Geben Sie ein Datum ein, etwa 2027-03-01.
confirm-deed-until-past = Dieser Tag ist vorbei. Geben Sie einen späteren ein.
confirm-deed-until-too-late = So weit lässt sich die Frist nicht verlängern. Geben Sie den { $date } oder einen früheren Tag ein.
confirm-deed-reason = Grund
confirm-deed-reason-missing = Geben Sie den Grund an. Er steht im Protokoll.
confirm-deed-reason-too-long = Geben Sie einen Grund mit höchstens { $count } Zeichen an.
confirm-deed-platform = Das muss unser Support tun
confirm-deed-platform-text = Die Plattform schreibt die Zwei-Faktor-Authentifizierung inzwischen allen vor. Wenden Sie sich an unseren Support, wenn jemand mehr Zeit braucht.

confirm-deed-last-admin = Ein Unternehmen braucht einen Admin
confirm-deed-last-admin-text = Sonst hat niemand diese Rolle. Machen Sie zuerst jemand anders zum Admin.
confirm-deed-not-yours = Das muss unser Support tun
confirm-deed-not-yours-text = Das Konto gehört auch zu anderen Unternehmen oder zur Plattform. Wenden Sie sich an unseren Support: Er übernimmt es, nachdem er sich vergewissert hat, wer fragt.
confirm-deed-staff = Dieses Konto gehört zum Personal der Plattform
confirm-deed-staff-text = Der Support kann es nicht ändern. Um solche Konten kümmern sich die Betreiber, um deren eigene nur per Befehl.
confirm-deed-yourself = Das ist Ihr eigenes Konto
confirm-deed-yourself-text = Bitten Sie einen anderen Admin oder unseren Support. Was Sie selbst ändern können, steht unter „Ihr Konto“.
confirm-deed-gone = Das ist nicht mehr möglich
confirm-deed-gone-text = Jemand anders war schneller, oder die Person hat inzwischen selbst gehandelt. Sehen Sie in die Liste: Sie zeigt den jetzigen Stand.
