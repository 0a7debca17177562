account-frozen-subject = Tu cuenta { $brand } está bloqueada
account-frozen-title = Tu cuenta está bloqueada
account-frozen-text = Se ha pulsado «No he sido yo» para tu cuenta { $brand }. Todas las sesiones se han cerrado y nadie puede iniciar sesión. Se ha pulsado desde aquí:
account-frozen-you = ¿Has sido tú? Habla con la administración de tu empresa o con nuestro equipo de soporte: comprueban que eres tú y vuelven a abrir la cuenta.
account-frozen-not-you = ¿No has sido tú? Avísales igualmente: alguien lee tus correos. Cambia primero la contraseña de tu buzón.
