signed-out-title = Has cerrado la sesión
signed-out-text = Tu sesión en este navegador ha terminado.
signed-out-everything = Se ha borrado de este navegador todo rastro de tu sesión. Puedes iniciar sesión de nuevo.
signed-out-shared-title = ¿Compartes este ordenador?
signed-out-shared-text = Cierra también todas las ventanas del navegador. En otros dispositivos la sesión sigue abierta.
signed-out-way-on = Continuar en { $app }
