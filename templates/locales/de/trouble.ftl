trouble-fault-title = Bei uns ist etwas schiefgegangen
trouble-fault-text = Sie haben nichts falsch gemacht. Der Fehler ist festgehalten.
trouble-fault-advice = Gehen Sie zurück und versuchen Sie es noch einmal. Wenn es wieder geschieht, wenden Sie sich an unseren Support.
trouble-busy-title = Im Augenblick melden sich zu viele Menschen an
trouble-busy-text = Wir konnten Ihre Anfrage nicht rechtzeitig bearbeiten.
trouble-too-many-title = Zu viele Anfragen
trouble-too-many-text = Aus Ihrem Netz kamen mehr Anfragen, als wir auf einmal annehmen können.
trouble-retry = Versuchen Sie es { $wait } noch einmal.
