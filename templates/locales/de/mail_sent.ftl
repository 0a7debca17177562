mail-sent-title = Sehen Sie in Ihrem Posteingang nach
mail-sent-text = Wenn zu { $email } ein Konto oder eine Einladung gehört, ist eine E-Mail dorthin unterwegs.
mail-sent-wait = Das kann einige Minuten dauern.
mail-sent-lives-reset = Der Link darin gilt eine Stunde.
mail-sent-lives-invitation = Der Link darin gilt 7 Tage.
mail-sent-spam = Sehen Sie auch im Spam-Ordner nach.
mail-sent-nothing = Was tun, wenn keine E-Mail kommt?
