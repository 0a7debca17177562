sign-out-title = ¿Cerrar la sesión?
sign-out-title-app = ¿Cerrar la sesión de { $app }?
sign-out-text = Así termina tu sesión de { $brand } en este navegador.
sign-out-text-app = { $app } pide cerrar tu sesión. Así termina también tu sesión de { $brand } en este navegador.
sign-out-others = También se cierra la sesión de las demás cuentas en este navegador.
sign-out-submit = Cerrar sesión
sign-out-stay = Si quieres mantener la sesión abierta, cierra simplemente esta página.
