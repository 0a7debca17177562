members-title = Miembros
members-total = { $count ->
    [one] { $count } persona en { $company }
   *[other] { $count } personas en { $company }
}
members-invite = Invitar a un miembro
members-import = Importar una lista
members-search = Nombre o correo electrónico
members-filter = Estado
members-find = Buscar
members-filter-all = Todos
members-filter-not-enrolled = Sin autenticación en dos pasos

members-caption = Miembros, ordenados por nombre
members-member = Miembro
members-role = Función
members-factor = Dos pasos
members-status = Estado
members-last-login = Último inicio de sesión
members-actions = Acciones
members-you = (tú)
members-never = Nunca
members-role-admin = Admin
members-role-member = Miembro

members-factor-on = Activada
members-factor-off = Sin configurar
members-factor-not-yet = Después de la activación
members-in-grace = En plazo
members-until = hasta el { $date }
members-overdue = Fuera de plazo
members-since = desde el { $date }

members-active = Cuenta activa
members-blocked = Cuenta bloqueada
members-locked = Bloqueo temporal
members-locked-note = Demasiados PIN incorrectos. Se abre por sí solo.
members-invited = Invitación enviada
members-expired = Invitación caducada
members-expired-note = Envíala otra vez.
members-mail-failed = Correo no entregado
members-mail-trying = Correo retrasado
members-mail-next = Próximo intento: { $at }.
members-mail-answer = El servidor de correo dice:
members-mail-queued = El correo está a punto de salir.
members-mail-sent = Correo entregado el { $at }, enlace válido hasta el { $until }

members-action-for = para { $name }
members-more-for = Más acciones para { $name }
members-reset-otp = Restablecer OTP
members-send-again = Enviar otra vez
members-correct-address = Corregir dirección
members-make-admin = Dar función de admin
members-make-member = Retirar función de admin
members-block = Bloquear
members-unblock = Desbloquear
members-remove = Quitar de la empresa
members-withdraw = Retirar invitación
members-extend = Dar más plazo

members-done-invite = La invitación va de camino a { $email }. Aquí verás si llega.
members-done-reset-otp = El OTP de { $name } se ha restablecido. Recibirá por correo un código para configurarlo de nuevo.
members-done-send-again = La invitación se ha enviado otra vez a { $name }. El enlace anterior ya no sirve.
members-done-correct-address = La dirección está corregida y la invitación va de camino a { $name }. El enlace anterior ya no sirve.
members-done-make-admin = { $name } tiene ahora la función de admin.
members-done-make-member = { $name } ya no tiene la función de admin.
members-done-block = La cuenta de { $name } está bloqueada y sus sesiones se han cerrado.
members-done-unblock = { $name } puede iniciar sesión otra vez.
members-done-remove = { $name } ya no pertenece a la empresa.
members-done-withdraw = La invitación de { $name } se ha retirado. Su enlace ya no sirve.
members-done-extend = { $name } tiene más plazo para configurar la autenticación en dos pasos.

members-none = Aquí no hay nadie todavía
members-none-text = Invita al primer miembro. El correo de activación sale solo, y esta lista muestra si ha llegado.
members-none-found = No se ha encontrado a nadie
members-none-found-text = Nadie coincide con esta búsqueda. Comprueba cómo está escrita o busca entre todos los miembros.
members-show-all = Mostrar todos los miembros
members-pages = Páginas de miembros
members-newer = Anterior
members-older = Siguiente
