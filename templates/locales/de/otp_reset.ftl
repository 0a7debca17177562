otp-reset-subject = Ihre Zwei-Faktor-Authentifizierung bei { $brand } wurde zurückgesetzt
otp-reset-title = Ihre Zwei-Faktor-Authentifizierung wurde zurückgesetzt
otp-reset-text = Unser Support hat die Zwei-Faktor-Authentifizierung Ihres { $brand }-Kontos zurückgesetzt. PINs aus dem alten Eintrag in der App gelten nicht mehr, und Sie sind überall abgemeldet.
otp-reset-text-by = { $by } hat die Zwei-Faktor-Authentifizierung Ihres { $brand }-Kontos zurückgesetzt. PINs aus dem alten Eintrag in der App gelten nicht mehr, und Sie sind überall abgemeldet.
otp-reset-how = Melden Sie sich mit Ihrem Passwort an. Dann werden Sie nach diesem Code gefragt und richten die App neu ein:
otp-reset-until = Der Code gilt bis zum { $until }. Danach muss noch einmal zurückgesetzt werden.
otp-reset-not-you = Sie haben nicht darum gebeten? Dann wenden Sie sich sofort an unseren Support, und geben Sie den Code niemandem.
