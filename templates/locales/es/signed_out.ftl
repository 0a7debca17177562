signed-out-title = Has cerrado la sesión
signed-out-text = Tu sesión en este navegador ha terminado.
signed-out-everything = Se ha borrado de este navegador todo rastro de tu sesión. Puedes iniciar sesión de nuevo.
signed-out-shared-title = ¿Compartes este ordenador?
signed-out-shared-text = Cierra también todas las ventanas del navegador. En otros dispositivos la sesión sigue abierta.
signed-out-way-on = Continuar en { $app }
signed-out-going-on = Vas de camino a { $app }.

signed-out-apps = Aplicaciones en las que tenías la sesión abierta
signed-out-app-told = Sesión cerrada
signed-out-app-loaded = Sesión cerrada en este navegador
signed-out-app-waiting = Aún no ha respondido
signed-out-app-deaf = No recibe aviso
signed-out-app-refused = Rechazó cerrarla
signed-out-app-given-up = Sin respuesta
signed-out-apps-note = Si una aplicación no ha cerrado tu sesión, ábrela y ciérrala allí.
signed-out-again = Comprobar de nuevo
