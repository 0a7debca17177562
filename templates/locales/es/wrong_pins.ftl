wrong-pins-subject = PIN incorrectos en tu cuenta { $brand }
wrong-pins-title = Alguien ha introducido cinco PIN incorrectos
wrong-pins-text = En tu cuenta { $brand } se han introducido cinco PIN incorrectos seguidos. Durante un cuarto de hora no aceptamos más PIN desde allí. El último llegó desde aquí:
wrong-pins-you = ¿Has sido tú? Espera, comprueba que el teléfono ajusta la hora automáticamente e inténtalo otra vez con un PIN nuevo.
wrong-pins-not-you = ¿No has sido tú? Entonces alguien conoce tu contraseña o usa tu navegador: cambia la contraseña enseguida. Si ya no puedes iniciar sesión, ponte en contacto con la administración de tu empresa o con nuestro equipo de soporte.
