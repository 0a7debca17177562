account-title = Perfil
account-lead = Tus datos y la dirección con la que inicias sesión
account-saved = Tus datos se han guardado.
account-details = Datos personales
account-submit = Guardar

account-email = Correo electrónico
account-email-lead = Con esta dirección inicias sesión y en ella recibes nuestros correos.
account-email-now = Dirección actual
account-email-verified = Confirmada
account-email-unverified = Todavía sin confirmar
account-email-new = Dirección nueva
account-email-new-hint = Enviaremos allí un enlace. La dirección cambia en cuanto la confirmes allí.
account-email-same = Esa ya es tu dirección. Escribe la nueva.
account-email-submit = Enviar enlace

account-waiting-title = Falta confirmar { $email }
account-waiting-text = Hemos enviado un enlace a esa dirección. Sirve hasta el { $until }. Hasta que la confirmes, todo sigue como está. Mira también en la carpeta de correo no deseado.
account-waiting-withdraw = Conservar mi dirección actual
