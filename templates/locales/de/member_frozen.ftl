member-frozen-subject = Das { $brand }-Konto von { $person } ist gesperrt
member-frozen-title = Ein Konto ist gesperrt
member-frozen-text = In einer E-Mail zum { $brand }-Konto von { $person } ({ $email }) wurde „Das war ich nicht“ gedrückt: Vielleicht war jemand anderes darin. Alle Sitzungen sind beendet, und niemand kann sich mehr anmelden. Gedrückt wurde es von hier:
member-frozen-admin = Bitte sprechen Sie mit { $person } persönlich oder am Telefon. Eine E-Mail genügt nicht: Vielleicht liest sie jemand anderes, oder hat die Adresse geändert. Wenn Sie sicher sind, entsperren Sie das Konto und bitten Sie darum, sofort ein neues Passwort festzulegen.
member-frozen-other-admin = Unser Support vergewissert sich, wer es ist, und öffnet das Konto wieder. Sie müssen nichts tun.
member-frozen-support = Keine Administration eines Unternehmens kann dieses Konto wieder öffnen: Es ist an Ihnen, sich zu vergewissern, dass { $person } selbst darum bittet. Eine E-Mail genügt nicht: Vielleicht liest sie jemand anderes, oder hat die Adresse geändert.
member-frozen-members = Zu den Mitgliedern
