second-factor-title = Autenticación en dos pasos
second-factor-lead = Después de la contraseña pedimos un PIN de seis cifras de una aplicación de tu teléfono.
second-factor-at-sign-in = Al iniciar sesión
second-factor-switch = Autenticación en dos pasos
second-factor-off-note = Está desactivada. Actívala y cierra la sesión: la próxima vez que inicies sesión configurarás la aplicación. Lleva unos dos minutos.
second-factor-on-note = Está activada. Si la desactivas, basta tu contraseña para entrar en tu cuenta.
second-factor-waiting-note = Está activada, pero falta configurarla.
second-factor-waiting-title = Cierra la sesión para terminar
second-factor-waiting-text = La próxima vez que inicies sesión configurarás la aplicación. Lleva unos dos minutos.
second-factor-sign-out = Cerrar sesión ahora
second-factor-on-title = Está activada
second-factor-on-required = Es obligatoria para tu cuenta y no se puede desactivar.
second-factor-grace-text = { $who } { $days ->
    [0] Hoy es el último día sin ella.
    [one] Queda { $days } día.
   *[other] Quedan { $days } días.
} Después desaparece este interruptor, y quien aún no la tenga la configurará la próxima vez que inicie sesión.
second-factor-required-on = { $who } Está activada y no se puede desactivar.
second-factor-required-off = { $who } La configurarás la próxima vez que inicies sesión.

second-factor-switched-off = La autenticación en dos pasos está desactivada.
second-factor-renamed = La aplicación de autenticación tiene su nuevo nombre.
second-factor-replaced = La nueva aplicación de autenticación está conectada. Los PIN de la anterior ya no sirven.
second-factor-codes-made = Los códigos de recuperación nuevos ya sirven. Los anteriores ya no.

second-factor-authenticator = Aplicación de autenticación
second-factor-added = Conectada el { $at }
second-factor-last-used = Usada por última vez el { $at }
second-factor-never-used = Todavía sin usar
second-factor-name = Nombre
second-factor-name-missing = Escribe un nombre, como el de la aplicación o el del teléfono.
second-factor-rename = Cambiar nombre
second-factor-replace-text = ¿Teléfono nuevo? La aplicación anterior sirve hasta que la nueva esté conectada.
second-factor-replace = Conectar otra aplicación

second-factor-recovery = Códigos de recuperación
second-factor-recovery-text = Cada uno sustituye una vez al PIN si pierdes el teléfono o se estropea.
second-factor-left = { $count ->
    [0] No queda ningún código de recuperación
    [one] Queda { $count } código de recuperación
   *[other] Quedan { $count } códigos de recuperación
}
second-factor-made = (creados el { $at })
second-factor-few = Crea otros mientras puedas iniciar sesión.
second-factor-no-codes = No tienes códigos de recuperación
second-factor-no-codes-text = Sin ellos y sin tu teléfono, otra persona tiene que restablecer tu autenticación en dos pasos.
second-factor-make = Crear códigos nuevos
