account-frozen-subject = Tu cuenta { $brand } está bloqueada
account-frozen-title = Tu cuenta está bloqueada
account-frozen-text = Se ha pulsado «No he sido yo» para tu cuenta { $brand }. Todas las sesiones se han cerrado y nadie puede iniciar sesión. Se ha pulsado desde aquí:
account-frozen-you = ¿Has sido tú? Ponte en contacto con nuestro equipo de soporte: comprueba que eres tú y vuelve a abrir la cuenta.
account-frozen-not-you = ¿No has sido tú? Avisa igualmente a nuestro equipo de soporte: alguien lee tus correos. Cambia primero la contraseña de tu buzón.
