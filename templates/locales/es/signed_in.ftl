signed-in-title = Has iniciado sesión
signed-in-text = Abre la aplicación que quieras usar. Te reconocerá.
signed-in-go-on = Aquí no tienes que hacer nada más.
signed-in-sign-out = Cerrar sesión
