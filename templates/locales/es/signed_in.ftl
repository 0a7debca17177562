signed-in-title = Has iniciado sesión
signed-in-enrolled-title = La autenticación en dos pasos está configurada
signed-in-enrolled-text = A partir de ahora inicias sesión con tu contraseña y un PIN de tu aplicación.
signed-in-codes-title = ¿Y sin el teléfono?
signed-in-codes-text = Con códigos de recuperación puedes entrar aunque se pierda o se estropee.
signed-in-text = Abre la aplicación que quieras usar. Te reconocerá.
signed-in-go-on = Aquí no tienes que hacer nada más.
signed-in-sign-out = Cerrar sesión
