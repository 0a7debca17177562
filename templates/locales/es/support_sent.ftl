support-sent-title = Hemos recibido tu mensaje
support-sent-text = La respuesta llegará a { $email }. Mira también en la carpeta de correo no deseado.
support-sent-reference-note = Ten este número a mano si llamas o vuelves a escribir.
