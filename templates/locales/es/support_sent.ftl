support-sent-title = Tu mensaje ha llegado a nuestro equipo de soporte
support-sent-text = La respuesta llegará a { $email }. Mira también en la carpeta de correo no deseado.
support-sent-reference-note = Ten este número a mano si llamas o vuelves a escribir.
