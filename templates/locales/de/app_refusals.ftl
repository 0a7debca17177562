app-refusals-title = Abgelehnte Anfragen von { $name }
app-refusals-lead = Jede abgelehnte Anfrage zeigt ihrer App eine Referenznummer. Hier steht der genaue Grund.
app-refusals-none-text = Anfragen mit einer falschen client_id gehören zu keiner App. Falsche Passwörter und PINs von Personen sind keine Ablehnungen: Sie stehen im Protokoll.
app-refusals-everywhere = Unter allen Ablehnungen suchen
