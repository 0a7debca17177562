enrolled-subject = La autenticación en dos pasos está activada en tu cuenta { $brand }
enrolled-title = Has configurado la autenticación en dos pasos
enrolled-text = Se ha conectado una aplicación de autenticación a tu cuenta { $brand }. A partir de ahora, después de la contraseña se pide un PIN de esa aplicación. Se ha configurado desde aquí:
enrolled-you = ¿Has sido tú? Entonces no tienes que hacer nada.
enrolled-not-you = ¿No has sido tú? Entonces alguien conoce tu contraseña: avisa enseguida a la administración de tu empresa o a nuestro equipo de soporte para que se retire la aplicación y se cambie la contraseña.
