wrong-pins-subject = PIN incorrectos en tu cuenta { $brand }
wrong-pins-title = Alguien ha introducido cinco PIN incorrectos
wrong-pins-text = Alguien ha introducido la contraseña correcta de tu cuenta { $brand } y después cinco PIN incorrectos. Durante un cuarto de hora no aceptamos más PIN desde allí. El último llegó desde aquí:
wrong-pins-you = ¿Has sido tú? Espera, comprueba que el teléfono ajusta la hora automáticamente e inténtalo otra vez con un PIN nuevo.
wrong-pins-not-you = ¿No has sido tú? Entonces alguien conoce tu contraseña: cámbiala enseguida. Si ya no puedes iniciar sesión, ponte en contacto con la administración de tu empresa o con nuestro equipo de soporte.
