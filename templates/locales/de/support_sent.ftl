support-sent-title = Ihre Nachricht ist angekommen
support-sent-text = Die Antwort kommt an { $email }. Sehen Sie auch im Spam-Ordner nach.
support-sent-reference-note = Halten Sie diese Nummer bereit, wenn Sie anrufen oder noch einmal schreiben.
