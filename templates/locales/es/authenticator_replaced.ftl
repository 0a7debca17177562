authenticator-replaced-subject = Otra aplicación de autenticación en tu cuenta { $brand }
authenticator-replaced-title = Tu aplicación de autenticación se ha sustituido
authenticator-replaced-text = Se ha conectado otra aplicación de autenticación a tu cuenta { $brand }. Los PIN de la anterior ya no sirven; puedes eliminar su entrada. Se ha conectado desde aquí:
authenticator-replaced-you = ¿Has sido tú? Entonces no tienes que hacer nada.
authenticator-replaced-not-you = ¿No has sido tú? Entonces alguien tiene acceso a tu cuenta: avisa enseguida a la administración de tu empresa o a nuestro equipo de soporte para que se retire la aplicación y se cambie la contraseña.
